/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What still stops sending, in words, each with a way to it. */
#define G_LOG_DOMAIN "hoso"

#include "review/hs-missing-list.h"

#include "form/hs-form-path.h"
#include "widgets/hs-dossier-words.h"

#include <glib/gi18n.h>

#define MAX_LINKS 12

struct _HsMissingList
{
  GtkBox parent_instance;

  HsDossier *dossier;      /* (owned) */
  gboolean with_statement; /* the statement counts */
  guint n;                 /* how many things are missing */
  guint updating;          /* idle source, 0: none */

  GtkWidget *heading; /* (unowned) children */
  GtkWidget *links;
};

G_DEFINE_FINAL_TYPE (HsMissingList, hs_missing_list, GTK_TYPE_BOX)

typedef enum
{
  PROP_N_MISSING = 1
} HsMissingListProperty;
static GParamSpec *props[PROP_N_MISSING + 1];

static char *
dup_words_of_field (HsMissingList *self, const char *pointer)
{
  HsForm *form = hs_dossier_get_form (self->dossier);
  HsFormField *field = form != NULL ? hs_form_find_field (form, pointer) : NULL;
  g_autofree char *in_row = NULL;

  if (g_strcmp0 (pointer, "form-ended") == 0)
    return g_strdup (_ ("Move your answers to the version of the form that is accepted now"));
  if (field == NULL)
    return g_strdup (hs_task_title (HS_TASK_DECLARATION));
  if (hs_form_field_get_error (field) == NULL)
    return g_strdup (hs_form_field_get_label (field));
  in_row = hs_form_path_dup_words (form, pointer, hs_form_field_get_error (field));
  if (!g_str_equal (in_row, hs_form_field_get_error (field)))
    return g_steal_pointer (&in_row);
  /* a label that is a question takes no colon */
  return g_strdup_printf (g_str_has_suffix (hs_form_field_get_label (field), "?") ? "%s %s"
                                                                                  : "%s: %s",
                          hs_form_field_get_label (field), hs_form_field_get_error (field));
}

static char *
dup_words_of_slot (HsMissingList *self, const char *slot_id)
{
  GListModel *slots = hs_dossier_get_slots (self->dossier);

  for (guint i = 0; i < g_list_model_get_n_items (slots); i++)
    {
      g_autoptr (HsSlot) slot = g_list_model_get_item (slots, i);

      if (g_strcmp0 (hs_slot_get_evidence (slot)->id, slot_id) == 0)
        return g_strdup_printf (_ ("Attach: %s"), hs_slot_get_evidence (slot)->name);
    }
  return g_strdup (hs_task_title (HS_TASK_PAPERS));
}

static char *
dup_words (HsMissingList *self, HsTask task, const char *detail)
{
  switch (task)
    {
    case HS_TASK_OFFICE:
      return g_strdup (_ ("Choose the receiving office"));
    case HS_TASK_DECLARATION:
      return dup_words_of_field (self, detail);
    case HS_TASK_PAPERS:
      return dup_words_of_slot (self, detail);
    case HS_TASK_DELIVERY:
      return g_strdup (g_strcmp0 (detail, "address") == 0 ? _ ("Enter the address for the post")
                                                          : _ ("Choose how to receive the result"));
    case HS_TASK_REVIEW:
      return g_strdup (_ ("Confirm that what you declare is true"));
    case HS_TASK_SEND:
    case HS_N_TASKS:
    default:
      return g_strdup (hs_task_title (task));
    }
}

static void
add_link (HsMissingList *self, HsTask task, const char *detail)
{
  g_autofree char *text = dup_words (self, task, detail);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "summary-link");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "dossier.edit");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", hs_task_id (task), detail);
  gtk_box_append (GTK_BOX (self->links), button);
}

static void
show_heading (HsMissingList *self)
{
  g_autofree char *text = g_strdup_printf (
    ngettext ("%u thing is still missing", "%u things are still missing", self->n), self->n);

  gtk_label_set_text (GTK_LABEL (self->heading), text);
  gtk_widget_set_visible (GTK_WIDGET (self), self->n > 0);
}

static void
update (HsMissingList *self)
{
  g_auto (GStrv) missing = hs_dossier_list_missing (self->dossier);
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (self->links)) != NULL)
    gtk_box_remove (GTK_BOX (self->links), child);
  for (guint i = 0; missing[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (missing[i], ":", 2);
      HsTask task;

      if ((task = hs_task_from_id (parts[0])) == HS_N_TASKS ||
          (task == HS_TASK_REVIEW && !self->with_statement))
        continue;
      if (n++ < MAX_LINKS)
        add_link (self, task, parts[1] != NULL ? parts[1] : "");
    }
  if (n == self->n)
    {
      show_heading (self);
      return;
    }
  self->n = n;
  show_heading (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_MISSING]);
}

static gboolean
update_idle_cb (gpointer data)
{
  HsMissingList *self = data;

  self->updating = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
tasks_changed_cb (HsMissingList *self)
{
  if (self->updating == 0)
    self->updating = g_idle_add (update_idle_cb, self);
}

static void
hs_missing_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_N_MISSING)
    g_value_set_uint (value, HS_MISSING_LIST (object)->n);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
hs_missing_list_dispose (GObject *object)
{
  HsMissingList *self = HS_MISSING_LIST (object);

  g_clear_handle_id (&self->updating, g_source_remove);
  g_clear_object (&self->dossier);
  G_OBJECT_CLASS (hs_missing_list_parent_class)->dispose (object);
}

static void
hs_missing_list_class_init (HsMissingListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_missing_list_get_property;
  object_class->dispose = hs_missing_list_dispose;
  props[PROP_N_MISSING] = g_param_spec_uint ("n-missing", NULL, NULL, 0, G_MAXUINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
hs_missing_list_init (HsMissingList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "error-summary");
  self->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_wrap (GTK_LABEL (self->heading), TRUE);
  gtk_widget_add_css_class (self->heading, "heading");
  self->links = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self), self->heading);
  gtk_box_append (GTK_BOX (self), self->links);
}

GtkWidget *
hs_missing_list_new (HsDossier *dossier, gboolean with_statement)
{
  HsMissingList *self = g_object_new (HS_TYPE_MISSING_LIST, NULL);

  self->dossier = g_object_ref (dossier);
  self->with_statement = with_statement;
  update (self);
  g_signal_connect_object (dossier, "tasks-changed", G_CALLBACK (tasks_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

guint
hs_missing_list_get_n (HsMissingList *self)
{
  g_return_val_if_fail (HS_IS_MISSING_LIST (self), 0);
  return self->n;
}
