/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one message of a field: missing, then impossible, then what other rules say. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

/* The label inside a sentence: its first letter small, unless it is an abbreviation. */
static char *
lower_first (const char *label)
{
  const char *second = g_utf8_next_char (label);
  GString *text;

  if (*label == '\0' || g_unichar_isupper (g_utf8_get_char (second)))
    return g_strdup (label);
  text = g_string_new (NULL);
  g_string_append_unichar (text, g_unichar_tolower (g_utf8_get_char (label)));
  g_string_append (text, second);
  return g_string_free (text, FALSE);
}

static char *
expand (HsFormField *field, const char *template, const char *limit, const char *actual)
{
  g_autofree char *lower = lower_first (field->def->label);

  return hs_form_plan_expand (template, "label", lower, "Label", field->def->label, "limit", limit,
                              "actual", actual, NULL);
}

static char *
make_message (HsForm *self, HsFormField *field, const char *keyword, const HsSchemaVerdict *verdict)
{
  const char *template = NULL;

  if (g_str_equal (keyword, "required") && field->demand != NULL && field->demand->words != NULL)
    template = hs_json_string (field->demand->words, keyword, NULL);
  if (template == NULL)
    template = hs_form_plan_message (self->plan, field->def, keyword);
  return expand (field, template != NULL ? template : keyword, verdict->limit, verdict->actual);
}

static char *
make_blame (HsForm *self, HsFormField *field, HsFormConstraint *constraint, HsBlame *blame)
{
  const char *template =
    constraint->words != NULL ? hs_json_string (constraint->words, blame->keyword, NULL) : NULL;

  if (template == NULL)
    template = hs_form_plan_message (self->plan, field->def, blame->keyword);
  return expand (field, template != NULL ? template : blame->keyword, blame->limit, blame->actual);
}

/* Code lists and units are checked here: the schema only names them. */
static const char *
find_unlisted (HsForm *self, HsFormField *field)
{
  HsFieldDef *def = field->def;

  if (def->value_kind == HS_VALUE_CODE &&
      !g_hash_table_contains (def->list->labels, json_node_get_string (field->value)))
    return "enum";
  if (def->value_kind == HS_VALUE_CODES && def->list != NULL)
    {
      JsonArray *array = json_node_get_array (field->value);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!g_hash_table_contains (def->list->labels, json_array_get_string_element (array, i)))
          return "enum";
    }
  if (def->value_kind == HS_VALUE_UNIT && self->units != NULL &&
      hs_units_find (self->units, json_node_get_string (field->value)) == NULL)
    return "format";
  return NULL;
}

/* Missing, then impossible: what is wrong with the field by itself. (nullable) the keyword */
static const char *
judge_alone (HsForm *self, HsFormField *field, HsSchemaVerdict *verdict)
{
  const char *keyword;

  if (field->unreadable)
    return "type";
  if (hs_form_field_is_empty (field))
    return field->required ? "required" : NULL;
  if (field->rows != NULL)
    {
      hs_field_schema_check_count (field->def->schema, hs_form_rows_count (field->rows), verdict);
      return verdict->keyword;
    }
  keyword = find_unlisted (self, field);
  if (keyword != NULL)
    return keyword;
  hs_field_schema_check (field->def->schema, field->value, verdict);
  return verdict->keyword;
}

static HsFormCheck *
find_check (HsForm *self, HsFormField *field, gboolean is_warning)
{
  for (guint i = 0; i < field->def->checks->len; i++)
    {
      HsFormCheck *check = self->plan->checks->pdata[g_array_index (field->def->checks, guint, i)];

      if (check->is_warning == is_warning && field->row->fired[check->local])
        return check;
    }
  return NULL;
}

static void
set_message (HsFormField *field, char **slot, char *message, HsFieldChanges change)
{
  if (g_strcmp0 (*slot, message) != 0)
    hs_form_field_touch (field, change);
  g_free (*slot);
  *slot = message;
}

void
hs_form_run_verdict (HsForm *self, HsFormField *field)
{
  HsSchemaVerdict verdict = { NULL, "", "" };
  const char *keyword = NULL, *rule = NULL;
  HsFormCheck *warning = NULL;
  HsFormConstraint *constraint = NULL;
  HsBlame *blame = NULL;
  char *message = NULL;

  if (field->relevant && field->def->kind != HS_FIELD_NOTE)
    {
      HsFormCheck *check;

      keyword = judge_alone (self, field, &verdict);
      blame = keyword == NULL ? hs_form_find_blame (self, field, &constraint) : NULL;
      check = keyword == NULL && blame == NULL ? find_check (self, field, FALSE) : NULL;
      if (keyword != NULL)
        message = make_message (self, field, keyword, &verdict);
      else if (blame != NULL)
        message = make_blame (self, field, constraint, blame);
      else if (check != NULL)
        message = expand (field, check->message, "", "");
      rule = keyword != NULL ? keyword
             : blame != NULL ? blame->keyword
             : check != NULL ? check->id
                             : NULL;
      warning = rule == NULL ? find_check (self, field, TRUE) : NULL;
    }
  field->error_rule = rule;
  set_message (field, &field->error, message, HS_CHANGED_ERROR);
  field->warning_rule = warning != NULL ? warning->id : NULL;
  set_message (field, &field->warning,
               warning != NULL ? expand (field, warning->message, "", "") : NULL,
               HS_CHANGED_WARNING);
}
