/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toasts, undo and errors, from any widget: the way to the window's overlay is found here. */
#define G_LOG_DOMAIN "hoso"

#include "app/hs-feedback.h"

#include "app/hs-error-words.h"
#include "app/hs-sentences.h"
#include "app/hs-window.h"
#include "compat/hs-dialogs.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define TOAST_SECONDS 4
#define UNDO_SECONDS 10

typedef struct
{
  HsUndoFunc undo;
  gpointer data;            /* (owned) by free_data */
  GDestroyNotify free_data; /* (nullable) */
  gboolean done;            /* undo was called */
} UndoClosure;

static void
undo_closure_free (gpointer data, GClosure *closure)
{
  UndoClosure *undo = data;

  if (undo->free_data != NULL)
    undo->free_data (undo->data);
  g_free (undo);
}

static void
undo_clicked_cb (AdwToast *toast, UndoClosure *undo)
{
  if (undo->done)
    return;
  undo->done = TRUE;
  undo->undo (undo->data);
}

static HsWindow *
find_window (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  while (root != NULL && !HS_IS_WINDOW (root) && GTK_IS_WINDOW (root))
    root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));
  return HS_IS_WINDOW (root) ? HS_WINDOW (root) : NULL;
}

static void
add_toast (GtkWidget *widget, AdwToast *toast)
{
  HsWindow *window = find_window (widget);

  if (window != NULL)
    hs_window_add_toast (window, toast);
  else
    {
      g_debug ("toast without a window: %s", adw_toast_get_title (toast));
      g_object_unref (toast);
    }
}

static AdwToast *
make_toast (const char *text, guint seconds)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1); /* a title is markup */
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, seconds);
  return toast;
}

void
hs_app_toast (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && text != NULL);
  add_toast (widget, make_toast (text, TOAST_SECONDS));
}

void
hs_app_toast_undo (GtkWidget *widget, const char *text, HsUndoFunc undo, gpointer data,
                   GDestroyNotify free_data)
{
  AdwToast *toast;
  UndoClosure *closure;

  g_return_if_fail (GTK_IS_WIDGET (widget) && text != NULL && undo != NULL);
  toast = make_toast (text, UNDO_SECONDS);
  adw_toast_set_button_label (toast, _ ("Undo")); /* no mnemonic: it would be shown */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  closure = g_new0 (UndoClosure, 1);
  *closure = (UndoClosure){ undo, data, free_data, FALSE };
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), closure,
                         undo_closure_free, 0);
  add_toast (widget, toast);
}

void
hs_app_show_error (GtkWidget *widget, const GError *error)
{
  HsErrorWords words;
  g_autofree char *body = NULL;
  HsWindow *window;

  g_return_if_fail (GTK_IS_WIDGET (widget) && error != NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  words = hs_error_words (error);
  g_debug ("shown to the citizen: %s, %d: %s", g_quark_to_string (error->domain), error->code,
           error->message);
  window = find_window (widget);
  body = g_strconcat (words.body, *words.body != '\0' && *words.next != '\0' ? "\n\n" : "",
                      words.next, NULL);
  hs_dialog_tell (window != NULL ? GTK_WINDOW (window) : NULL, words.heading, body, error->message);
}

char *
hs_app_error_text (const GError *error)
{
  HsErrorWords words = hs_error_words (error);

  return hs_sentences (words.heading, words.body, words.next, NULL);
}
