/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles "prefill": {pointer: "<role>.<field>"} or {pointer: {"field": "<role>.<field>", "map": {value: value}}}.
 * What could never be filled is a fault of the package. */
#define G_LOG_DOMAIN "hoso"

#include "form/plan/hs-form-lint.h"
#include "form/hs-form-private.h"
#include "form/plan/hs-form-plan-private.h"
#include "form/profile/hs-person-private.h"

#include <string.h>

void
hs_prefill_free (HsPrefill *self)
{
  if (self == NULL)
    return;
  g_free (self->role);
  g_free (self);
}

static gboolean
is_role (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalpha (text[i]) && (i == 0 || !g_ascii_isdigit (text[i])))
      return FALSE;
  return length > 0;
}

/* (nullable): the name as the person's table has it, which outlives the package. */
static const char *
find_field_name (const char *name)
{
  const char *const *fields = hs_person_list_fields ();

  for (guint i = 0; fields[i] != NULL; i++)
    if (strcmp (fields[i], name) == 0)
      return fields[i];
  return strcmp (name, "address") == 0 ? "address" : NULL;
}

static gboolean
read_source (HsFormPlan *self, HsFormLint *lint, const char *text, const char *place,
             HsPrefill *prefill)
{
  const char *dot = strchr (text, '.');
  g_autofree char *word = NULL;

  if (dot == NULL || !is_role (text, (gsize) (dot - text)))
    return hs_form_lint_fail (
      lint, HS_FORM_ERROR_PACKAGE, place,
      "“%s” must be a role and a field of the profile, like mother.fullName", text);
  prefill->role = g_strndup (text, (gsize) (dot - text));
  prefill->field = find_field_name (dot + 1);
  if (prefill->field == NULL)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "the profile has no field “%s”",
                              dot + 1);
  word = g_strconcat ("role.", prefill->role, NULL);
  if (strcmp (prefill->role, "self") != 0 && hs_json_string (self->messages, word, NULL) == NULL)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                              "there is no word for the role “%s”: “messages” lacks “%s”",
                              prefill->role, word);
  return TRUE;
}

static gboolean
is_option (HsFieldDef *def, JsonNode *value)
{
  const char *code;

  if (def->value_kind != HS_VALUE_CODE || def->options->len == 0)
    return TRUE;
  code = json_node_get_string (value);
  for (guint i = 0; i < def->options->len; i++)
    if (strcmp (((HsFormOption *) def->options->pdata[i])->code, code) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_map (HsFormLint *lint, HsFieldDef *def, JsonObject *map, const char *place, HsPrefill *prefill)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, map);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *inner = hs_json_pointer_append (place, name);

      if (hs_person_is_coded (prefill->field) &&
          hs_person_code_words (prefill->field, name) == NULL)
        return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, inner,
                                  "“%s” is no value of “%s” in the profile", name, prefill->field);
      if (!hs_form_value_fits (def, value) || !is_option (def, value))
        return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, inner,
                                  "this is no answer of the field “%s”", def->pointer);
    }
  if (json_object_get_size (map) == 0)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "the map is empty");
  prefill->map = map;
  return TRUE;
}

/* Without a map the value is converted: where that can never be, the author is told. */
static gboolean
can_convert (HsFieldDef *def, const char *field)
{
  switch (def->value_kind)
    {
    case HS_VALUE_DATE:
    case HS_VALUE_PARTIAL_DATE:
    case HS_VALUE_INTEGER: /* the year */
      return hs_person_is_date (field);
    case HS_VALUE_UNIT:
      return strcmp (field, "commune") == 0;
    case HS_VALUE_CODE:
    case HS_VALUE_TEXT:
      return TRUE;
    case HS_VALUE_NONE:
    case HS_VALUE_ROWS:
    case HS_VALUE_NUMBER:
    case HS_VALUE_MONEY:
    case HS_VALUE_YES_NO:
    case HS_VALUE_CODES:
    default:
      return FALSE;
    }
}

static gboolean
read_object (HsFormPlan *self, HsFormLint *lint, HsFieldDef *def, JsonObject *object,
             const char *place, HsPrefill *prefill)
{
  static const char *const known[] = { "field", "map", NULL };
  g_autofree char *field_place = hs_json_pointer_append (place, "field");
  g_autofree char *map_place = hs_json_pointer_append (place, "map");
  const char *source;
  JsonObject *map;

  if (!hs_form_lint_members (lint, object, place, known))
    return FALSE;
  source = hs_form_lint_string (lint, object, place, "field");
  if (source == NULL || !read_source (self, lint, source, field_place, prefill))
    return FALSE;
  map = hs_form_lint_object (lint, object, place, "map");
  return map != NULL && read_map (lint, def, map, map_place, prefill);
}

static gboolean
read_one (HsFormPlan *self, HsFormLint *lint, const char *pointer, JsonNode *node)
{
  g_autofree char *place = hs_json_pointer_append ("/prefill", pointer);
  HsFieldDef *def = g_hash_table_lookup (self->by_pointer, pointer);
  HsPrefill *prefill;

  if (def == NULL)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place, "there is no field “%s”",
                              pointer);
  if (def->calculate != NULL || def->value_kind == HS_VALUE_ROWS || def->kind == HS_FIELD_NOTE)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                              "the field “%s” takes no answer that could be filled", pointer);
  prefill = def->prefill = g_new0 (HsPrefill, 1);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return read_object (self, lint, def, json_node_get_object (node), place, prefill);
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                              "it must be a text like mother.fullName, or an object");
  if (!read_source (self, lint, json_node_get_string (node), place, prefill))
    return FALSE;
  return can_convert (def, prefill->field) ||
         hs_form_lint_fail (lint, HS_FORM_ERROR_PACKAGE, place,
                            "“%s” of the profile cannot be the answer of “%s” without a map",
                            prefill->field, pointer);
}

gboolean
hs_form_plan_read_prefill (HsFormPlan *self, HsFormLint *lint, JsonObject *root)
{
  gboolean ok;
  JsonObject *prefill = hs_form_lint_maybe_object (lint, root, "", "prefill", &ok);
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *node;

  if (prefill == NULL)
    return ok;
  json_object_iter_init_ordered (&iter, prefill);
  while (json_object_iter_next_ordered (&iter, &pointer, &node))
    if (!read_one (self, lint, pointer, node))
      return FALSE;
  return TRUE;
}
