/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between a person and the answers of a role: conversion by the kind of field, one step of undo, and back. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#include "form/profile/hs-person-private.h"

#include <string.h>

const char *
hs_form_field_get_role (HsFormField *self)
{
  g_return_val_if_fail (HS_IS_FORM_FIELD (self), NULL);
  return self->def->prefill != NULL ? self->def->prefill->role : NULL;
}

const char *
hs_form_get_role_word (HsForm *self, const char *role)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  g_return_val_if_fail (role != NULL, NULL);
  name = g_strconcat ("role.", role, NULL);
  return hs_json_string (self->plan->messages, name, NULL);
}

void
hs_form_fill_change_free (HsFormFillChange *self)
{
  g_free (self->pointer);
  g_free (self->label);
  g_free (self->old_value);
  g_free (self->new_value);
  g_free (self);
}

/* The fields of a role. */

static void
add_field (GPtrArray *fields, HsFormRow *row, HsFieldDef *def, const char *role)
{
  if (def->prefill != NULL && (role == NULL || strcmp (def->prefill->role, role) == 0))
    g_ptr_array_add (fields, hs_form_row_get_field (row, def));
}

/* (element-type HsFormField) unowned, in layout order; role NULL: of all. */
static GPtrArray *
list_fields (HsForm *self, const char *role, HsFormRow *row)
{
  GPtrArray *fields = g_ptr_array_new ();

  if (row != NULL)
    {
      for (guint i = 0; i < row->scope->shown->len; i++)
        add_field (fields, row, row->scope->shown->pdata[i], role);
      return fields;
    }
  for (guint i = 0; i < self->plan->sections->len; i++)
    {
      HsSectionDef *section = self->plan->sections->pdata[i];

      for (guint k = 0; k < section->fields->len; k++)
        add_field (fields, self->root, section->fields->pdata[k], role);
    }
  return fields;
}

GPtrArray *
hs_form_list_roles (HsForm *self)
{
  GPtrArray *roles;
  g_autoptr (GPtrArray) fields = NULL;

  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  roles = g_ptr_array_new_with_free_func (g_free);
  fields = list_fields (self, NULL, NULL);
  for (guint i = 0; i < fields->len; i++)
    {
      const char *role = hs_form_field_get_role (fields->pdata[i]);

      if (!g_ptr_array_find_with_equal_func (roles, role, g_str_equal, NULL))
        g_ptr_array_add (roles, g_strdup (role));
    }
  return roles;
}

/* From the person to a field. */

static JsonNode *
read_text (HsForm *self, HsFieldDef *def, const char *text)
{
  JsonNode *value = NULL;

  return hs_form_value_read (self->plan, self->units, def, text, &value) ? value : NULL;
}

static JsonNode *
year_of (const char *iso)
{
  HsDate date;

  return hs_date_parse_iso (iso, &date) ? json_node_init_int (json_node_alloc (), date.year) : NULL;
}

static JsonNode *
convert (HsForm *self, HsFieldDef *def, HsPerson *person)
{
  const char *field = def->prefill->field;
  const char *raw = hs_person_get (person, field);
  g_autofree char *words = hs_person_dup_words (person, field, self->units);
  JsonNode *value;

  switch (def->value_kind)
    {
    case HS_VALUE_INTEGER:
      return raw != NULL ? year_of (raw) : NULL;
    case HS_VALUE_DATE:
    case HS_VALUE_PARTIAL_DATE:
    case HS_VALUE_UNIT:
      return raw != NULL ? read_text (self, def, raw) : NULL;
    case HS_VALUE_CODE:
      value = raw != NULL ? read_text (self, def, raw) : NULL;
      return value == NULL && words != NULL ? read_text (self, def, words) : value;
    case HS_VALUE_TEXT:
      return words != NULL ? read_text (self, def, words) : NULL;
    case HS_VALUE_NONE:
    case HS_VALUE_NUMBER:
    case HS_VALUE_MONEY:
    case HS_VALUE_YES_NO:
    case HS_VALUE_CODES:
    case HS_VALUE_ROWS:
    default:
      return NULL; /* only with a map */
    }
}

/* (transfer full) (nullable): what the field would get. */
static JsonNode *
make_value (HsForm *self, HsFormField *field, HsPerson *person)
{
  HsPrefill *prefill = field->def->prefill;
  const char *raw = hs_person_get (person, prefill->field);
  JsonNode *mapped;

  if (prefill->map == NULL)
    return convert (self, field->def, person);
  mapped = raw != NULL ? json_object_get_member (prefill->map, raw) : NULL;
  return mapped != NULL ? hs_form_value_normalize (field->def, json_node_copy (mapped)) : NULL;
}

static gboolean
same_value (JsonNode *a, JsonNode *b)
{
  return a != NULL && b != NULL && hs_json_equal (a, b);
}

/* (transfer full) (nullable): another answer than the field has; NULL: it stays as it is. */
static JsonNode *
make_new_value (HsForm *self, HsFormField *field, HsPerson *person)
{
  g_autoptr (JsonNode) value = NULL;

  if (field->read_only || field->def->calculate != NULL)
    return NULL;
  value = make_value (self, field, person);
  return same_value (field->value, value) ? NULL : g_steal_pointer (&value);
}

/* What the citizen would miss: an answer, and not the one the form starts with. */
static gboolean
has_own_answer (HsFormField *field)
{
  return !hs_form_field_is_empty (field) && !same_value (field->value, field->def->standard);
}

GPtrArray *
hs_form_preview_fill (HsForm *self, const char *role, HsFormRow *row, HsPerson *person,
                      guint *n_filled)
{
  GPtrArray *changes;
  g_autoptr (GPtrArray) fields = NULL;
  guint n = 0;

  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  g_return_val_if_fail (role != NULL && HS_IS_PERSON (person), NULL);
  g_return_val_if_fail (row == NULL || row->form == self, NULL);
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_form_fill_change_free);
  fields = list_fields (self, role, row);
  for (guint i = 0; i < fields->len; i++)
    {
      HsFormField *field = fields->pdata[i];
      g_autoptr (JsonNode) value = make_new_value (self, field, person);
      HsFormFillChange *change;

      if (value == NULL)
        continue;
      n++;
      if (!field->relevant || !has_own_answer (field))
        continue;
      change = g_new0 (HsFormFillChange, 1);
      change->pointer = g_strdup (hs_form_field_get_pointer (field));
      change->label = g_strdup (hs_form_field_get_label (field));
      change->old_value = g_strdup (hs_form_field_get_text (field));
      change->new_value = hs_form_value_to_text (self->plan, self->units, field->def, value);
      g_ptr_array_add (changes, change);
    }
  if (n_filled != NULL)
    *n_filled = n;
  return changes;
}

guint
hs_form_fill_person (HsForm *self, const char *role, HsFormRow *row, HsPerson *person,
                     HsFormOriginKind kind)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (HsFormOrigin) origin = NULL;
  guint n = 0;

  g_return_val_if_fail (HS_IS_FORM (self), 0);
  g_return_val_if_fail (role != NULL && HS_IS_PERSON (person), 0);
  g_return_val_if_fail (row == NULL || row->form == self, 0);
  fields = list_fields (self, role, row);
  origin = hs_form_origin_new (kind, hs_person_get_name (person), hs_world_now_us (self->world));
  hs_form_begin_edit (self);
  /* settled once, at the end: what a choice shows is shown with its answer already there */
  for (guint i = 0; i < fields->len; i++)
    {
      JsonNode *value = make_new_value (self, fields->pdata[i], person);

      if (value != NULL)
        n += hs_form_set_field (self, fields->pdata[i], NULL, value, FALSE, origin) ? 1 : 0;
    }
  hs_form_end_edit (self);
  return n;
}

/* From the fields to a person. */

/* (transfer full) (nullable): the person's value that a map gives this answer for. */
static char *
map_back (HsPrefill *prefill, JsonNode *value)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *mapped;

  json_object_iter_init_ordered (&iter, prefill->map);
  while (json_object_iter_next_ordered (&iter, &name, &mapped))
    if (hs_json_equal (mapped, value))
      return g_strdup (name);
  return NULL;
}

static char *
text_of (HsFormField *field)
{
  if (JSON_NODE_HOLDS_VALUE (field->value) &&
      json_node_get_value_type (field->value) == G_TYPE_STRING)
    return json_node_dup_string (field->value);
  return g_strdup (hs_form_field_get_text (field));
}

/* (transfer full) (nullable): not checked yet. */
static char *
value_back (HsFormField *field)
{
  HsPrefill *prefill = field->def->prefill;
  g_autofree char *text = NULL;
  const char *code;

  if (prefill->map != NULL)
    return map_back (prefill, field->value);
  text = text_of (field);
  if (!hs_person_is_coded (prefill->field) || hs_person_code_words (prefill->field, text) != NULL)
    return g_steal_pointer (&text);
  code = hs_person_words_code (prefill->field, hs_form_field_get_text (field));
  return code != NULL ? g_strdup (code) : g_steal_pointer (&text);
}

static void
add_answer (HsForm *self, HsFormField *field, JsonObject *members)
{
  const char *name = field->def->prefill->field;
  const char *fault;
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;

  if (strcmp (name, "address") == 0)
    name = "street";
  if (!field->relevant || field->unreadable || field->value == NULL ||
      json_object_has_member (members, name))
    return;
  text = value_back (field);
  /* a form may take more than a person keeps (a passport of another shape): that is left out */
  clean = text != NULL ? hs_person_clean (name, text, self->units, &fault) : NULL;
  if (clean != NULL)
    json_object_set_string_member (members, name, clean);
}

/* What the role says by itself. */
static void
add_known (const char *role, JsonObject *members)
{
  static const struct
  {
    const char *role;
    const char *sex;
  } sexes[] = {
    { "mother", "female" }, { "wife", "female" }, { "father", "male" }, { "husband", "male" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (sexes); i++)
    if (strcmp (sexes[i].role, role) == 0 && !json_object_has_member (members, "sex"))
      json_object_set_string_member (members, "sex", sexes[i].sex);
  if (strcmp (role, "self") == 0)
    json_object_set_string_member (members, "relation", "self");
}

HsPerson *
hs_form_dup_person (HsForm *self, const char *role, HsFormRow *row, GError **error)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *members;

  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  g_return_val_if_fail (role != NULL, NULL);
  g_return_val_if_fail (row == NULL || row->form == self, NULL);
  members = json_object_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, members);
  fields = list_fields (self, role, row);
  for (guint i = 0; i < fields->len; i++)
    add_answer (self, fields->pdata[i], members);
  add_known (role, members);
  return hs_person_new (node, self->units, NULL, error);
}
