/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Few options, all in sight: radio buttons for one, check buttons for several, yes or no. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-choice-row.h"

#include "compat/hs-accessible.h"

#include <glib/gi18n.h>

struct _HsChoiceRow
{
  HsFieldRow parent_instance;

  GtkWidget *box;   /* (unowned) child with one button an option */
  GtkWidget *clear; /* (unowned) child: takes an answer back that need not be given */
  GPtrArray
    *buttons; /* (owned) (element-type GtkCheckButton) unowned widgets, in order of the options */
  GPtrArray *codes;  /* (owned) (element-type utf8) */
  gboolean updating; /* the buttons are being set from the field */
};

G_DEFINE_FINAL_TYPE (HsChoiceRow, hs_choice_row, HS_TYPE_FIELD_ROW)

#define CODE_YES "true"
#define CODE_NO "false"

static HsFieldKind
kind_of (HsChoiceRow *self)
{
  return hs_form_field_get_kind (hs_field_row_get_field (HS_FIELD_ROW (self)));
}

static JsonNode *
value_of_buttons (HsChoiceRow *self)
{
  g_autoptr (JsonArray) several = json_array_new ();

  for (guint i = 0; i < self->buttons->len; i++)
    {
      const char *code = self->codes->pdata[i];

      if (!gtk_check_button_get_active (self->buttons->pdata[i]))
        continue;
      if (kind_of (self) == HS_FIELD_YES_NO)
        return json_node_init_boolean (json_node_alloc (), g_str_equal (code, CODE_YES));
      if (kind_of (self) == HS_FIELD_CHOICE)
        return json_node_init_string (json_node_alloc (), code);
      json_array_add_string_element (several, code);
    }
  if (json_array_get_length (several) == 0)
    return NULL;
  return json_node_init_array (json_node_alloc (), several);
}

static gboolean
value_has (JsonNode *value, const char *code)
{
  if (value == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (value))
    {
      JsonArray *array = json_node_get_array (value);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (value_has (json_array_get_element (array, i), code))
          return TRUE;
      return FALSE;
    }
  if (json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    return g_str_equal (code, json_node_get_boolean (value) ? CODE_YES : CODE_NO);
  return json_node_get_value_type (value) == G_TYPE_STRING &&
         g_strcmp0 (json_node_get_string (value), code) == 0;
}

static void
toggled_cb (HsChoiceRow *self, GtkCheckButton *button)
{
  HsFieldRow *row = HS_FIELD_ROW (self);

  if (self->updating)
    return;
  if (kind_of (self) != HS_FIELD_MULTI_CHOICE && !gtk_check_button_get_active (button))
    return; /* the other one of the group tells the new value */
  hs_form_set_value (hs_field_row_get_form (row), hs_field_row_get_pointer (row),
                     value_of_buttons (self));
}

/* A radio button cannot be taken back by itself. */
static void
clear_cb (HsChoiceRow *self)
{
  HsFieldRow *row = HS_FIELD_ROW (self);

  hs_form_set_value (hs_field_row_get_form (row), hs_field_row_get_pointer (row), NULL);
  hs_field_row_focus (row);
}

static void
show_clear (HsChoiceRow *self)
{
  HsFormField *field = hs_field_row_get_field (HS_FIELD_ROW (self));

  gtk_widget_set_visible (self->clear, kind_of (self) != HS_FIELD_MULTI_CHOICE &&
                                         hs_form_field_get_value (field) != NULL &&
                                         !hs_form_field_is_required (field) &&
                                         !hs_form_field_is_read_only (field));
}

static void
add_button (HsChoiceRow *self, const char *code, const char *text)
{
  GtkWidget *button = gtk_check_button_new_with_label (text);
  GtkWidget *label = gtk_widget_get_last_child (button);
  gboolean one = kind_of (self) != HS_FIELD_MULTI_CHOICE;

  if (GTK_IS_LABEL (label))
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
    }
  if (one && self->buttons->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->buttons->pdata[0]);
  g_ptr_array_add (self->buttons, button);
  g_ptr_array_add (self->codes, g_strdup (code));
  gtk_box_append (GTK_BOX (self->box), button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
}

static gboolean
options_changed (HsChoiceRow *self, GPtrArray *options)
{
  if (kind_of (self) == HS_FIELD_YES_NO && options->len == 0)
    return self->buttons->len != 2;
  if (options->len != self->codes->len)
    return TRUE;
  for (guint i = 0; i < options->len; i++)
    {
      HsFormOption *option = options->pdata[i];

      if (g_strcmp0 (option->code, self->codes->pdata[i]) != 0)
        return TRUE;
    }
  return FALSE;
}

static void
rebuild (HsChoiceRow *self, GPtrArray *options)
{
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_box_remove (GTK_BOX (self->box), self->buttons->pdata[i]);
  g_ptr_array_set_size (self->buttons, 0);
  g_ptr_array_set_size (self->codes, 0);
  if (kind_of (self) == HS_FIELD_YES_NO && options->len == 0)
    {
      add_button (self, CODE_YES, _ ("Yes"));
      add_button (self, CODE_NO, _ ("No"));
    }
  for (guint i = 0; i < options->len; i++)
    {
      HsFormOption *option = options->pdata[i];
      add_button (self, option->code, option->label);
    }
}

static void
refresh (HsFieldRow *row)
{
  HsChoiceRow *self = HS_CHOICE_ROW (row);
  HsFormField *field = hs_field_row_get_field (row);
  GPtrArray *options = hs_form_field_get_options (field);
  JsonNode *value = hs_form_field_get_value (field);

  self->updating = TRUE;
  if (options_changed (self, options))
    rebuild (self, options);
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_check_button_set_active (self->buttons->pdata[i], value_has (value, self->codes->pdata[i]));
  gtk_widget_set_sensitive (self->box, !hs_form_field_is_read_only (field));
  show_clear (self);
  self->updating = FALSE;
}

static GtkWidget *
get_control (HsFieldRow *row)
{
  HsChoiceRow *self = HS_CHOICE_ROW (row);

  for (guint i = 0; i < self->buttons->len; i++)
    if (gtk_check_button_get_active (self->buttons->pdata[i]))
      return self->buttons->pdata[i];
  return self->buttons->len > 0 ? self->buttons->pdata[0] : NULL;
}

static void
hs_choice_row_finalize (GObject *object)
{
  HsChoiceRow *self = HS_CHOICE_ROW (object);

  g_ptr_array_unref (self->buttons);
  g_ptr_array_unref (self->codes);
  G_OBJECT_CLASS (hs_choice_row_parent_class)->finalize (object);
}

static void
hs_choice_row_class_init (HsChoiceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_choice_row_finalize;
  HS_FIELD_ROW_CLASS (klass)->refresh = refresh;
  HS_FIELD_ROW_CLASS (klass)->get_control = get_control;
}

static void
hs_choice_row_init (HsChoiceRow *self)
{
  self->buttons = g_ptr_array_new ();
  self->codes = g_ptr_array_new_with_free_func (g_free);
}

void
hs_choice_row_build (HsChoiceRow *self)
{
  g_autofree char *name = NULL;

  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 2,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  hs_field_row_set_control (HS_FIELD_ROW (self), self->box);
  self->clear = gtk_button_new_with_label (_ ("Take this answer back"));
  name = g_strdup_printf (_ ("Take this answer back: %s"),
                          hs_form_field_get_label (hs_field_row_get_field (HS_FIELD_ROW (self))));
  hs_accessible_set_name (self->clear, name);
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_add_css_class (self->clear, "inline-change");
  gtk_widget_set_halign (self->clear, GTK_ALIGN_START);
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (clear_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->clear);
}
