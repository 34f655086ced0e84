/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of undo over a whole form: what was typed last is always the next to go, wherever the focus is. A
 * text entry's own undo would run beside it and put back what was undone. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-undo.h"

typedef struct
{
  HsForm *form; /* (owned) */
  HsFormUndoFunc show;
  gboolean again; /* redo */
} Keys;

static void
keys_free (gpointer data)
{
  Keys *keys = data;

  g_object_unref (keys->form);
  g_free (keys);
}

static void
take_pointer_cb (HsForm *form, const char *pointer, char **taken)
{
  g_free (*taken);
  *taken = g_strdup (pointer);
}

static gboolean
step_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  Keys *keys = data;
  g_autofree char *pointer = NULL;
  gulong handler = g_signal_connect (keys->form, "changed", G_CALLBACK (take_pointer_cb), &pointer);

  if (keys->again && hs_form_can_redo (keys->form))
    hs_form_redo (keys->form);
  else if (!keys->again && hs_form_can_undo (keys->form))
    hs_form_undo (keys->form);
  g_signal_handler_disconnect (keys->form, handler);
  keys->show (widget, pointer, keys->again);
  return TRUE;
}

static void
add_keys (GtkShortcutController *controller, const char *trigger, HsForm *form, HsFormUndoFunc show,
          gboolean again)
{
  Keys *keys = g_new0 (Keys, 1);

  *keys = (Keys){ g_object_ref (form), show, again };
  gtk_shortcut_controller_add_shortcut (
    controller, gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                                  gtk_callback_action_new (step_cb, keys, keys_free)));
}

void
hs_form_undo_install (GtkWidget *widget, HsForm *form, HsFormUndoFunc show)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  g_return_if_fail (GTK_IS_WIDGET (widget) && HS_IS_FORM (form));
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_keys (GTK_SHORTCUT_CONTROLLER (controller), "<Control>z", form, show, FALSE);
  add_keys (GTK_SHORTCUT_CONTROLLER (controller), "<Control><Shift>z|<Control>y", form, show, TRUE);
  gtk_widget_add_controller (widget, controller);
}
