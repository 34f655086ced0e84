/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks across fields and of days, and what a form says as validation. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-text.h"

void
hs_formio_add_check (HsFormioContext *c, HsFormioNode *node, const char *rule, JsonNode *when,
                     const char *message)
{
  JsonObject *check = json_object_new ();
  JsonArray *at = json_array_new ();
  g_autofree char *words = hs_formio_check_message (node, rule, message);
  g_autofree char *id = NULL;

  for (guint i = 1; id == NULL || !g_hash_table_add (c->check_ids, g_strdup (id)); i++)
    {
      g_free (id);
      id = i == 1 ? g_strdup_printf ("%s.%s", node->name, rule)
                  : g_strdup_printf ("%s_%u.%s", node->name, i, rule);
    }
  json_array_add_string_element (at, node->pointer);
  json_object_set_string_member (check, "id", id);
  json_object_set_array_member (check, "at", at);
  json_object_set_member (check, "when", when);
  json_object_set_string_member (check, "message", words);
  json_object_set_string_member (check, "severity", "error");
  json_array_add_object_element (c->checks, check);
}

/* The text a rule gives instead of true, for the message. (transfer none) (nullable) */
static const char *
find_message (JsonNode *logic, guint depth)
{
  JsonObject *object;
  JsonArray *parts;

  if (depth > 20 || !JSON_NODE_HOLDS_OBJECT (logic))
    return NULL;
  object = json_node_get_object (logic);
  parts = hs_json_array (object, "if");
  if (parts == NULL)
    parts = hs_json_array (object, "?:");
  for (guint i = 1; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonNode *part = json_array_get_element (parts, i);
      const char *text =
        JSON_NODE_HOLDS_VALUE (part) && json_node_get_value_type (part) == G_TYPE_STRING
          ? json_node_get_string (part)
          : find_message (part, depth + 1);

      if (text != NULL && *text != '\0')
        return text;
    }
  return NULL;
}

/* Right is exactly true, or null: nothing said. guard (nullable): when it is asked at all; taken, as logic. */
static void
add_validation (HsFormioContext *c, HsFormioNode *node, const char *rule, JsonNode *guard,
                JsonNode *logic)
{
  const char *message = find_message (logic, 0);
  JsonNode *wrong = hs_formio_op ("!==", json_node_copy (logic), hs_formio_boolean (TRUE));
  JsonNode *said = hs_formio_op ("!==", json_node_copy (logic), hs_formio_null ());
  JsonNode *when = hs_formio_op ("and", wrong, said);

  hs_formio_add_check (c, node, rule, guard != NULL ? hs_formio_op ("and", guard, when) : when,
                       message);
  json_node_unref (logic);
}

/* Of several values, the rule of each is also asked once when there is none. */
static JsonNode *
guard_of (HsFormioNode *node)
{
  return node->kind == HS_FORMIO_MANY ? hs_formio_op ("!", hs_formio_var (node->relative), NULL)
                                      : NULL;
}

static void
fill_json (HsFormioContext *c, HsFormioNode *node, JsonObject *validate)
{
  g_autoptr (GPtrArray) reads = g_ptr_array_new ();
  HsFormioRule rule = hs_formio_rule_for (c, node, reads);
  JsonNode *original = json_object_get_member (validate, "json"), *logic;
  g_autoptr (JsonNode) parsed = NULL;

  rule.or_null = TRUE;
  if (original == NULL || !JSON_NODE_HOLDS_OBJECT (original) ||
      json_object_get_size (json_node_get_object (original)) == 0)
    return;
  logic = hs_formio_rewrite (&rule, original);
  if (logic != NULL)
    add_validation (c, node, "json", guard_of (node), logic);
  else if (node->kind != HS_FORMIO_MANY)
    hs_formio_note (node->item, rule.code, "validate.json", original);
}

static void
fill_custom (HsFormioContext *c, HsFormioNode *node, JsonObject *validate)
{
  g_autoptr (GPtrArray) reads = g_ptr_array_new ();
  HsFormioRule rule = hs_formio_rule_for (c, node, reads);
  const char *script = hs_json_string (validate, "custom", "");
  g_autoptr (JsonNode) logic = NULL;
  JsonNode *ours = NULL;

  if (hs_text_is_blank (script))
    return;
  logic = hs_formio_script_parse (script, "valid", hs_formio_rule_kind, &rule);
  if (logic != NULL)
    ours = hs_formio_rewrite (&rule, logic);
  if (ours != NULL)
    add_validation (c, node, "custom", guard_of (node), ours);
  else if (node->kind != HS_FORMIO_MANY)
    hs_formio_note (node->item, logic == NULL ? "script" : rule.code, "validate.custom",
                    json_object_get_member (validate, "custom"));
}

static JsonNode *
answered_and (const char *name, JsonNode *condition)
{
  return hs_formio_op ("and", hs_formio_op ("!==", hs_formio_var (name), hs_formio_null ()),
                       condition);
}

static JsonNode *
cut (const char *name, int from, int length)
{
  JsonNode *node = hs_formio_op ("substr", hs_formio_var (name), NULL);
  JsonArray *arguments = json_object_get_array_member (json_node_get_object (node), "substr");

  json_array_add_int_element (arguments, from);
  if (length > 0)
    json_array_add_int_element (arguments, length);
  return node;
}

static void
add_day_limit (HsFormioContext *c, HsFormioNode *node, JsonObject *from, const char *member,
               const char *rule, const char *op)
{
  JsonNode *original = from != NULL ? json_object_get_member (from, member) : NULL;
  const char *text = original != NULL ? hs_json_string (from, member, "") : "";
  const char *name = node->relative;
  g_autoptr (JsonNode) day = NULL;
  JsonNode *when;

  if (*text == '\0')
    return;
  day = hs_formio_script_parse_day (text);
  if (day == NULL)
    {
      hs_formio_note (node->item, "limit-date", rule, original);
      return;
    }
  when = hs_formio_op (op, hs_formio_var (name), json_node_copy (day));
  if (node->kind == HS_FORMIO_DAY) /* only of a whole day */
    when = hs_formio_op ("and", hs_formio_op ("!!", cut (name, 8, 0), NULL), when);
  hs_formio_add_check (c, node, rule, answered_and (name, when), NULL);
}

static void
add_year_limit (HsFormioContext *c, HsFormioNode *node, const char *rule, const char *op)
{
  JsonObject *fields = hs_json_object (node->component, "fields");
  JsonObject *year = fields != NULL ? hs_json_object (fields, "year") : NULL;
  JsonNode *original = json_object_get_member (node->component, rule);
  const char *name = node->relative;
  g_autofree char *text = NULL;
  double number;

  if (!hs_formio_number (original, &number) && year != NULL)
    original = json_object_get_member (year, rule);
  if (!hs_formio_number (original, &number) || number < 1 || number > 9999)
    return;
  text = g_strdup_printf ("%04d", (int) number);
  hs_formio_add_check (
    c, node, rule, answered_and (name, hs_formio_op (op, cut (name, 0, 4), hs_formio_text (text))),
    NULL);
}

static void
fill_date_limits (HsFormioContext *c, HsFormioNode *node)
{
  JsonObject *component = node->component;
  JsonObject *widget = hs_json_object (component, "widget");
  JsonObject *picker = hs_json_object (component, "datePicker");

  if (node->kind == HS_FORMIO_DATE_TIME)
    {
      const char *members[] = { "minDate", "maxDate" };

      for (guint i = 0; i < 2; i++)
        if ((widget != NULL && *hs_json_string (widget, members[i], "") != '\0') ||
            (picker != NULL && *hs_json_string (picker, members[i], "") != '\0'))
          hs_formio_note (node->item, "limit-date", members[i],
                          json_object_get_member (widget != NULL ? widget : picker, members[i]));
      return;
    }
  if (node->kind == HS_FORMIO_DATE)
    {
      JsonObject *low =
        widget != NULL && json_object_has_member (widget, "minDate") ? widget : picker;
      JsonObject *high =
        widget != NULL && json_object_has_member (widget, "maxDate") ? widget : picker;

      add_day_limit (c, node, low, "minDate", "minDate", "<");
      add_day_limit (c, node, high, "maxDate", "maxDate", ">");
      return;
    }
  add_day_limit (c, node, component, "minDate", "minDate", "<");
  add_day_limit (c, node, component, "maxDate", "maxDate", ">");
  add_year_limit (c, node, "minYear", "<");
  add_year_limit (c, node, "maxYear", ">");
}

gboolean
hs_formio_is_part_required (HsFormioNode *node, const char *part)
{
  JsonObject *fields = hs_json_object (node->component, "fields");
  JsonObject *inner = fields != NULL ? hs_json_object (fields, part) : NULL;

  return inner != NULL && hs_json_bool (inner, "required", FALSE);
}

/* Which parts of a day may not be left open. */
static void
fill_day_parts (HsFormioContext *c, HsFormioNode *node)
{
  const char *name = node->relative;
  int from;

  if (hs_json_string (node->schema, "format", NULL) == NULL ||
      g_str_equal (hs_json_string (node->schema, "format", ""), "date"))
    return;
  if (!hs_formio_is_part_required (node, "day") && !hs_formio_is_part_required (node, "month"))
    return;
  from = hs_formio_is_part_required (node, "day") ? 8 : 5;
  hs_formio_add_check (c, node, "day",
                       answered_and (name, hs_formio_op ("!", cut (name, from, 0), NULL)), NULL);
}

void
hs_formio_fill_checks (HsFormioContext *c, HsFormioNode *node)
{
  JsonObject *validate = hs_json_object (node->component, "validate");

  if (node->kind == HS_FORMIO_DATE || node->kind == HS_FORMIO_DATE_TIME ||
      node->kind == HS_FORMIO_DAY)
    fill_date_limits (c, node);
  if (node->kind == HS_FORMIO_DAY)
    fill_day_parts (c, node);
  if (validate != NULL && (node->kind < HS_FORMIO_SURVEY || hs_formio_is_repeat (node)))
    {
      fill_json (c, node, validate);
      fill_custom (c, node, validate);
    }
  else if (validate != NULL && (!hs_text_is_blank (hs_json_string (validate, "custom", "")) ||
                                hs_json_object (validate, "json") != NULL))
    hs_formio_note (node->item, "rule-type", "validate", NULL);
}
