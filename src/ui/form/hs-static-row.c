/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown but not typed here: notes, and values that follow from others. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-static-row.h"

#include "base/hs-text.h"
#include "form/hs-form-words.h"

#include <glib/gi18n.h>

struct _HsStaticRow
{
  HsFieldRow parent_instance;

  GtkWidget *value; /* (unowned) (nullable) GtkLabel; a note is all label */
};

G_DEFINE_FINAL_TYPE (HsStaticRow, hs_static_row, HS_TYPE_FIELD_ROW)

static void
refresh (HsFieldRow *row)
{
  HsStaticRow *self = HS_STATIC_ROW (row);
  const char *text = hs_form_field_get_text (hs_field_row_get_field (row));

  if (self->value == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->value),
                      hs_text_is_blank (text) ? _ ("Follows from other answers.") : text);
  if (hs_text_is_blank (text))
    gtk_widget_add_css_class (self->value, "dim-label");
  else
    gtk_widget_remove_css_class (self->value, "dim-label");
}

static void
hs_static_row_class_init (HsStaticRowClass *klass)
{
  HS_FIELD_ROW_CLASS (klass)->refresh = refresh;
}

static void
hs_static_row_init (HsStaticRow *self)
{
}

void
hs_static_row_build (HsStaticRow *self)
{
  HsFieldRow *row = HS_FIELD_ROW (self);

  if (hs_form_field_get_kind (hs_field_row_get_field (row)) == HS_FIELD_NOTE)
    return;
  self->value = hs_field_row_new_text (NULL, "computed-value");
  gtk_label_set_selectable (GTK_LABEL (self->value), TRUE);
  hs_field_row_set_control (row, self->value);
}
