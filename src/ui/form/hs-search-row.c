/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many options of a code list, searched with or without diacritics. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-search-row.h"

#include "base/hs-text.h"
#include "form/hs-picker.h"

#include <glib/gi18n.h>

#define CODE_NONE "\001none" /* no code list can hold this */

struct _HsSearchRow
{
  HsFieldRow parent_instance;

  HsPicker *picker; /* (unowned) child */
};

G_DEFINE_FINAL_TYPE (HsSearchRow, hs_search_row, HS_TYPE_FIELD_ROW)

/* Every word typed begins a word of the label. */
static gboolean
matches (const char *folded_label, const char *const *words)
{
  for (; *words != NULL; words++)
    {
      g_autofree char *inside = g_strconcat (" ", *words, NULL);

      if (!g_str_has_prefix (folded_label, *words) && strstr (folded_label, inside) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
search_cb (HsSearchRow *self, const char *text)
{
  HsFormField *field = hs_field_row_get_field (HS_FIELD_ROW (self));
  GPtrArray *options = hs_form_field_get_options (field);
  g_autofree char *folded = hs_text_fold (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  for (guint i = 0; i < options->len; i++)
    {
      HsFormOption *option = options->pdata[i];
      g_autofree char *label = hs_text_fold (option->label);

      if (*folded == '\0' || matches (label, (const char *const *) words))
        hs_picker_add (self->picker, option->code, option->label);
    }
  if (*folded == '\0' && hs_form_field_get_value (field) != NULL &&
      !hs_form_field_is_required (field))
    hs_picker_add (self->picker, CODE_NONE, _ ("(no answer)"));
}

static void
chosen_cb (HsSearchRow *self, const char *code)
{
  HsFieldRow *row = HS_FIELD_ROW (self);

  hs_form_set_value (
    hs_field_row_get_form (row), hs_field_row_get_pointer (row),
    g_str_equal (code, CODE_NONE) ? NULL : json_node_init_string (json_node_alloc (), code));
  hs_picker_close (self->picker);
  hs_field_row_leave (row);
}

static void
refresh (HsFieldRow *row)
{
  HsSearchRow *self = HS_SEARCH_ROW (row);
  HsFormField *field = hs_field_row_get_field (row);

  hs_picker_set_chosen (self->picker, hs_form_field_get_label (field),
                        hs_form_field_get_text (field));
  gtk_widget_set_sensitive (GTK_WIDGET (self->picker), !hs_form_field_is_read_only (field));
}

static GtkWidget *
get_control (HsFieldRow *row)
{
  return hs_picker_get_button (HS_SEARCH_ROW (row)->picker);
}

static void
hs_search_row_class_init (HsSearchRowClass *klass)
{
  HS_FIELD_ROW_CLASS (klass)->refresh = refresh;
  HS_FIELD_ROW_CLASS (klass)->get_control = get_control;
}

static void
hs_search_row_init (HsSearchRow *self)
{
}

void
hs_search_row_build (HsSearchRow *self)
{
  self->picker = HS_PICKER (hs_picker_new ());
  hs_field_row_set_control (HS_FIELD_ROW (self), GTK_WIDGET (self->picker));
  hs_field_row_describe (HS_FIELD_ROW (self), hs_picker_get_button (self->picker));
  g_signal_connect_object (self->picker, "search", G_CALLBACK (search_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
}
