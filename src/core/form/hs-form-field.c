/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of a form being filled: what is typed, what it means, and the one message about it. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#include "base/hs-text.h"

G_DEFINE_FINAL_TYPE (HsFormField, hs_form_field, G_TYPE_OBJECT)

typedef enum
{
  PROP_VALUE_TEXT = 1,
  PROP_RELEVANT,
  PROP_REQUIRED,
  PROP_READ_ONLY,
  PROP_ERROR,
  PROP_WARNING,
  PROP_OPTIONS,
  PROP_ORIGIN,
} HsFormFieldProperty;
static GParamSpec *props[PROP_ORIGIN + 1];

static const struct
{
  HsFieldChanges change;
  HsFormFieldProperty property;
} told[] = {
  { HS_CHANGED_TEXT, PROP_VALUE_TEXT },   { HS_CHANGED_RELEVANT, PROP_RELEVANT },
  { HS_CHANGED_REQUIRED, PROP_REQUIRED }, { HS_CHANGED_READ_ONLY, PROP_READ_ONLY },
  { HS_CHANGED_ERROR, PROP_ERROR },       { HS_CHANGED_WARNING, PROP_WARNING },
  { HS_CHANGED_ORIGIN, PROP_ORIGIN },
};

static void
hs_form_field_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsFormField *self = HS_FORM_FIELD (object);

  switch ((HsFormFieldProperty) id)
    {
    case PROP_VALUE_TEXT:
      g_value_set_string (value, hs_form_field_get_text (self));
      break;
    case PROP_RELEVANT:
      g_value_set_boolean (value, self->relevant);
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, self->required);
      break;
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case PROP_WARNING:
      g_value_set_string (value, self->warning);
      break;
    case PROP_OPTIONS:
      g_value_set_boxed (value, self->def->options);
      break;
    case PROP_ORIGIN:
      g_value_set_boxed (value, self->origin);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_form_field_finalize (GObject *object)
{
  HsFormField *self = HS_FORM_FIELD (object);

  g_clear_object (&self->package);
  g_free (self->typed);
  g_clear_pointer (&self->value, json_node_unref);
  g_clear_pointer (&self->origin, hs_form_origin_unref);
  g_free (self->error);
  g_free (self->warning);
  g_clear_object (&self->rows);
  g_free (self->shown);
  g_free (self->pointer);
  g_free (self->items);
  G_OBJECT_CLASS (hs_form_field_parent_class)->finalize (object);
}

static void
hs_form_field_class_init (HsFormFieldClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hs_form_field_get_property;
  object_class->finalize = hs_form_field_finalize;
  props[PROP_VALUE_TEXT] = g_param_spec_string ("value-text", NULL, NULL, "", flags);
  props[PROP_RELEVANT] = g_param_spec_boolean ("relevant", NULL, NULL, TRUE, flags);
  props[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, flags);
  props[PROP_READ_ONLY] = g_param_spec_boolean ("read-only", NULL, NULL, FALSE, flags);
  props[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  props[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL, flags);
  props[PROP_ORIGIN] = g_param_spec_boxed ("origin", NULL, NULL, HS_TYPE_FORM_ORIGIN, flags);
  props[PROP_OPTIONS] = g_param_spec_boxed ("options", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
hs_form_field_init (HsFormField *self)
{
  self->relevant = TRUE;
}

HsFormField *
hs_form_field_new (HsForm *form, HsFormRow *row, HsFieldDef *def)
{
  HsFormField *self = g_object_new (HS_TYPE_FORM_FIELD, NULL);

  self->package = g_object_ref (form->package);
  self->form = form;
  self->row = row;
  self->def = def;
  if (def->value_kind == HS_VALUE_ROWS)
    self->rows = hs_form_rows_new ();
  if (def->standard != NULL)
    self->value = json_node_copy (def->standard);
  return self;
}

void
hs_form_field_touch (HsFormField *self, HsFieldChanges changes)
{
  if (self->changes == 0 && self->form != NULL)
    g_ptr_array_add (self->form->touched, g_object_ref (self));
  self->changes |= changes;
}

void
hs_form_field_tell (HsFormField *self)
{
  HsFieldChanges changes = self->changes;

  self->changes = 0;
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    if ((changes & told[i].change) != 0)
      g_object_notify_by_pspec (G_OBJECT (self), props[told[i].property]);
}

gboolean
hs_form_field_is_empty (HsFormField *self)
{
  if (self->rows != NULL)
    return hs_form_rows_count (self->rows) == 0;
  return self->value == NULL && !self->unreadable;
}

gboolean
hs_form_field_is_in (HsFormField *self)
{
  return self->row != NULL && hs_form_row_is_in (self->row);
}

static gboolean
same_value (JsonNode *a, JsonNode *b)
{
  return a == b || (a != NULL && b != NULL && hs_json_equal (a, b));
}

gboolean
hs_form_field_put (HsFormField *self, char *typed, JsonNode *value, gboolean unreadable)
{
  gboolean same_text = g_strcmp0 (self->typed, typed) == 0;
  gboolean same = same_value (self->value, value) && self->unreadable == unreadable;

  if (same_text && same)
    {
      g_free (typed);
      g_clear_pointer (&value, json_node_unref);
      return FALSE;
    }
  g_free (self->typed);
  self->typed = typed;
  g_clear_pointer (&self->value, json_node_unref);
  self->value = value;
  self->unreadable = unreadable;
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->items, g_free);
  if (self->row != NULL)
    g_clear_pointer (&self->row->title, g_free);
  hs_form_field_touch (self, HS_CHANGED_TEXT);
  return TRUE;
}

void
hs_form_field_visit (HsFormField *self, HsFormFieldFunc func, gpointer data)
{
  guint n = self->rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->rows)) : 0;

  func (self, data);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      for (guint k = 0; k < row->scope->shown->len; k++)
        hs_form_field_visit (hs_form_row_get_field (row, row->scope->shown->pdata[k]), func, data);
    }
}

/* The pointer with the row's number in it: made again when the row moved. */
const char *
hs_form_field_get_pointer (HsFormField *self)
{
  g_autofree char *prefix = NULL;

  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  if (self->row == NULL || self->row->repeat == NULL)
    return self->def->pointer;
  prefix = g_strdup_printf ("%s/%u%s", hs_form_field_get_pointer (self->row->repeat),
                            hs_form_row_get_index (self->row), self->def->relative);
  if (g_strcmp0 (prefix, self->pointer) != 0)
    {
      g_free (self->pointer);
      self->pointer = g_steal_pointer (&prefix);
    }
  return self->pointer;
}

HsFieldKind
hs_form_field_get_kind (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), HS_FIELD_NOTE);
  return self->def->kind;
}

const char *
hs_form_field_get_label (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->def->label;
}

const char *
hs_form_field_get_hint (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->def->hint;
}

const char *
hs_form_field_get_why (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->def->why;
}

const char *
hs_form_field_get_group (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->def->group;
}

const char *
hs_form_field_get_unit (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->def->unit;
}

guint
hs_form_field_get_max_length (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), 0);
  return self->def->schema != NULL ? hs_field_schema_get_max_length (self->def->schema) : 0;
}

const char *
hs_form_field_get_format (HsFormField *self)
{
  const HsFormFormat *format;

  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  format = self->def->schema != NULL ? hs_field_schema_get_format (self->def->schema) : NULL;
  return format != NULL ? hs_form_format_get_name (format) : NULL;
}

gboolean
hs_form_field_is_relevant (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), FALSE);
  return self->relevant;
}

gboolean
hs_form_field_is_required (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), FALSE);
  return self->required;
}

gboolean
hs_form_field_is_read_only (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), FALSE);
  return self->read_only;
}

gboolean
hs_form_field_is_upper_case (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), FALSE);
  return self->def->upper_case;
}

JsonNode *
hs_form_field_get_value (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->value;
}

const char *
hs_form_field_get_text (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), "");
  if (self->def->kind == HS_FIELD_NOTE)
    return self->def->label;
  if (self->typed != NULL)
    return self->typed;
  if (self->shown == NULL)
    self->shown =
      hs_form_value_to_text (hs_form_package_get_plan (self->package),
                             self->form != NULL ? self->form->units : NULL, self->def, self->value);
  return self->shown;
}

const char *
hs_form_field_get_error (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->error;
}

const char *
hs_form_field_get_warning (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->warning;
}

GPtrArray *
hs_form_field_get_options (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->def->options;
}

GListModel *
hs_form_field_get_rows (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->rows != NULL ? G_LIST_MODEL (self->rows) : NULL;
}
