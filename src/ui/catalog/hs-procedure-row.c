/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A procedure in the list of results: name, field and office, how it can be done. */
#define G_LOG_DOMAIN "hoso"

#include "catalog/hs-procedure-row.h"

#include "app/hs-sentences.h"
#include "base/hs-text.h"
#include "catalog/hs-procedure-words.h"
#include "compat/hs-accessible.h"

#include <glib/gi18n.h>

struct _HsProcedureRow
{
  GtkBox parent_instance;
  GtkLabel *title;
  GtkLabel *details;
  GtkLabel *online;
  GtkLabel *here;
};

G_DEFINE_FINAL_TYPE (HsProcedureRow, hs_procedure_row, GTK_TYPE_BOX)

static GtkLabel *
make_label (const char *style)
{
  return g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "css-classes",
                       (const char *const[]){ style, NULL }, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL); /* the row's name says it */
}

static void
hs_procedure_row_class_init (HsProcedureRowClass *klass)
{
}

static void
hs_procedure_row_init (HsProcedureRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *tags = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "hs-result");
  self->title = make_label ("heading");
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_lines (self->title, 3);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  self->details = make_label ("dim-label");
  gtk_label_set_wrap (self->details, TRUE);
  gtk_label_set_lines (self->details, 2);
  gtk_label_set_ellipsize (self->details, PANGO_ELLIPSIZE_END);
  self->online = make_label ("hs-tag");
  self->here = make_label ("hs-tag");
  gtk_widget_add_css_class (GTK_WIDGET (self->here), "hs-tag-here");
  gtk_label_set_label (self->here, _ ("Can be done here"));
  gtk_box_append (GTK_BOX (tags), GTK_WIDGET (self->here));
  gtk_box_append (GTK_BOX (tags), GTK_WIDGET (self->online));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->details));
  gtk_box_append (GTK_BOX (texts), tags);
  gtk_box_append (GTK_BOX (self), texts);
  gtk_box_append (GTK_BOX (self), arrow);
}

GtkWidget *
hs_procedure_row_new (void)
{
  return g_object_new (HS_TYPE_PROCEDURE_ROW, NULL);
}

void
hs_procedure_row_bind (HsProcedureRow *self, HsProcedure *procedure)
{
  const char *field = hs_procedure_get_field (procedure);
  const char *agency = hs_procedure_get_agency (procedure);
  const char *online = hs_online_words (hs_procedure_get_online (procedure));
  gboolean both = !hs_text_is_blank (field) && !hs_text_is_blank (agency);
  g_autofree char *details = g_strdup_printf ("%s%s%s", field, both ? " · " : "", agency);
  g_autofree char *name = NULL;
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  gboolean here = hs_procedure_get_form_id (procedure) != NULL;

  gtk_label_set_label (self->title, hs_procedure_get_title (procedure));
  gtk_label_set_label (self->details, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details), *details != '\0');
  gtk_label_set_label (self->online, online);
  gtk_widget_set_visible (GTK_WIDGET (self->online), *online != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->here), here);
  name = hs_sentences (hs_procedure_get_title (procedure), details,
                       here ? _ ("Can be done here") : online, NULL);
  /* the list view's own item has the focus, so it must have the name */
  if (item != NULL)
    hs_accessible_set_name (item, name);
}
