/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error summary of a section or of a row. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-summary.h"

#include "compat/hs-accessible.h"
#include "form/hs-field-row.h"
#include "form/hs-form-path.h"

#include <glib/gi18n.h>

#define MAX_LINKS 20

struct _HsFormSummary
{
  GtkBox parent_instance;

  char *shown; /* (owned) (nullable) what the links say, to know when that changes */

  GtkWidget *heading; /* (unowned) children */
  GtkWidget *links;
  GtkWidget *more;
  GtkWidget *later;
};

G_DEFINE_FINAL_TYPE (HsFormSummary, hs_form_summary, GTK_TYPE_BOX)

enum
{
  CHOSEN,
  LATER,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
link_clicked_cb (HsFormSummary *self, GtkButton *button)
{
  g_autofree char *pointer = g_strdup (g_object_get_data (G_OBJECT (button), "pointer"));

  g_signal_emit (self, signals[CHOSEN], 0, pointer);
}

static void
later_cb (HsFormSummary *self)
{
  g_signal_emit (self, signals[LATER], 0);
}

static void
add_link (HsFormSummary *self, const char *pointer, const char *text)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), hs_field_row_new_text (text, NULL));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "summary-link");
  hs_accessible_set_name (button, text);
  g_object_set_data_full (G_OBJECT (button), "pointer", g_strdup (pointer), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (link_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->links), button);
}

static void
hs_form_summary_finalize (GObject *object)
{
  g_free (HS_FORM_SUMMARY (object)->shown);
  G_OBJECT_CLASS (hs_form_summary_parent_class)->finalize (object);
}

static void
hs_form_summary_class_init (HsFormSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_summary_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", HS_TYPE_FORM_SUMMARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LATER] = g_signal_new ("later", HS_TYPE_FORM_SUMMARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
hs_form_summary_init (HsFormSummary *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 2);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "error-summary");
  self->heading = hs_field_row_new_text (NULL, "heading");
  gtk_widget_add_css_class (self->heading, "error");
  self->links = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->more = hs_field_row_new_text (NULL, "dim-label");
  self->later = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->later),
                        hs_field_row_new_text (_ ("Leave it for later and go on"), NULL));
  hs_accessible_set_name (self->later, _ ("Leave it for later and go on"));
  gtk_widget_set_halign (self->later, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->later, "flat");
  g_signal_connect_object (self->later, "clicked", G_CALLBACK (later_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->heading);
  gtk_box_append (GTK_BOX (self), self->links);
  gtk_box_append (GTK_BOX (self), self->more);
  gtk_box_append (GTK_BOX (self), self->later);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self->heading, NULL, -1);
}

static void
show_count (HsFormSummary *self, guint n)
{
  g_autofree char *heading =
    g_strdup_printf (ngettext ("%u place needs mending", "%u places need mending", n), n);
  g_autofree char *more =
    n > MAX_LINKS
      ? g_strdup_printf (ngettext ("and %u more", "and %u more", n - MAX_LINKS), n - MAX_LINKS)
      : NULL;

  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  gtk_label_set_text (GTK_LABEL (self->more), more != NULL ? more : "");
  gtk_widget_set_visible (self->more, more != NULL);
}

void
hs_form_summary_set_problems (HsFormSummary *self, HsForm *form, GPtrArray *problems)
{
  GString *shown = g_string_new (NULL);
  guint n = MIN (problems->len, MAX_LINKS);
  g_auto (GStrv) words = g_new0 (char *, n + 1);
  GtkWidget *child;

  g_return_if_fail (HS_IS_FORM_SUMMARY (self));
  g_string_append_printf (shown, "%u", problems->len);
  for (guint i = 0; i < n; i++)
    {
      words[i] = hs_form_path_dup_words (form, hs_form_problem_get_pointer (problems->pdata[i]),
                                         hs_form_problem_get_message (problems->pdata[i]));
      g_string_append_printf (shown, "\n%s\t%s", hs_form_problem_get_pointer (problems->pdata[i]),
                              words[i]);
    }
  if (g_strcmp0 (self->shown, shown->str) == 0)
    {
      g_string_free (shown, TRUE);
      return;
    }
  g_free (self->shown);
  self->shown = g_string_free (shown, FALSE);
  while ((child = gtk_widget_get_first_child (self->links)) != NULL)
    gtk_box_remove (GTK_BOX (self->links), child);
  for (guint i = 0; i < n; i++)
    add_link (self, hs_form_problem_get_pointer (problems->pdata[i]), words[i]);
  show_count (self, problems->len);
}
