/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a form: relevance, calculation, what is required, checks across fields. What cannot be said as
 * data is told, and the field then asks for less, never for more: shown instead of hidden, and not required. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "base/hs-text.h"
#include <string.h>

static HsFormioRule
rule_for (HsFormioContext *c, HsFormioNode *node, GPtrArray *reads)
{
  /* "row" of one of several values is what its component is in */
  gboolean one = node->parent != NULL && node->parent->kind == HS_FORMIO_MANY;
  HsFormioRule rule = { c,    node->rows, node->depth, one ? node->parent->parent : node->parent,
                        node, reads,      FALSE,       NULL };

  return rule;
}

static gboolean
is_repeat (HsFormioNode *node)
{
  return node->kind == HS_FORMIO_ROWS || node->kind == HS_FORMIO_MANY;
}

/* The one value of the rows of a "multiple" component. */
static gboolean
is_item (HsFormioNode *node)
{
  return node->parent != NULL && node->parent->kind == HS_FORMIO_MANY;
}

static HsFormioKind
kind_cb (gpointer data, const char *path, gboolean *is_zero)
{
  return hs_formio_rule_kind (data, path, is_zero);
}

/* Cycles. */

static void
push (GPtrArray *stack, HsFormioNode *node, guint mark)
{
  if (node == NULL || node->mark == mark)
    return;
  node->mark = mark;
  g_ptr_array_add (stack, node);
}

static void
push_inside (HsFormioContext *c, GPtrArray *stack, HsFormioNode *repeat)
{
  for (guint i = 0; i < c->nodes->len; i++)
    if (hs_formio_is_under (c->nodes->pdata[i], repeat))
      push (stack, c->nodes->pdata[i], c->mark);
}

/* TRUE when what node would read depends on node. */
static gboolean
makes_cycle (HsFormioContext *c, HsFormioNode *node, GPtrArray *reads)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();

  c->mark++;
  for (guint i = 0; i < reads->len; i++)
    {
      push (stack, reads->pdata[i], c->mark);
      if (is_repeat (reads->pdata[i]) ||
          ((HsFormioNode *) reads->pdata[i])->kind == HS_FORMIO_OBJECT)
        push_inside (c, stack, reads->pdata[i]);
    }
  while (stack->len > 0)
    {
      HsFormioNode *at = stack->pdata[stack->len - 1];

      if (at == node || (is_repeat (node) && hs_formio_is_under (at, node)))
        return TRUE;
      g_ptr_array_set_size (stack, (int) stack->len - 1);
      push (stack, at->parent, c->mark);
      for (guint i = 0; i < at->reads->len; i++)
        {
          HsFormioNode *read = at->reads->pdata[i];
          gboolean is_new = read->mark != c->mark;

          push (stack, read, c->mark);
          if (is_new && is_repeat (read))
            push_inside (c, stack, read);
        }
    }
  return FALSE;
}

static gboolean
take_reads (HsFormioContext *c, HsFormioNode *node, GPtrArray *reads)
{
  if (makes_cycle (c, node, reads))
    return FALSE;
  for (guint i = 0; i < reads->len; i++)
    g_ptr_array_add (node->reads, reads->pdata[i]);
  return TRUE;
}

/* Relevance. */

static JsonNode *
both (JsonNode *a, JsonNode *b)
{
  if (a == NULL || b == NULL)
    return a != NULL ? a : b;
  return hs_formio_op ("and", a, b);
}

static JsonNode *
original_of (JsonObject *component, const char *what)
{
  const char *dot = strchr (what, '.');
  JsonObject *inner;
  g_autofree char *first = NULL;

  if (dot == NULL)
    return json_object_get_member (component, what);
  first = g_strndup (what, (gsize) (dot - what));
  inner = hs_json_object (component, first);
  return inner != NULL ? json_object_get_member (inner, dot + 1) : NULL;
}

/* The condition of one component around or at node, added to *all. FALSE: it could not be said. */
static gboolean
add_condition (HsFormioContext *c, HsFormioNode *node, JsonObject *component, HsFormioItem *item,
               JsonNode **all)
{
  g_autoptr (GPtrArray) reads = g_ptr_array_new ();
  HsFormioRule rule = rule_for (c, node, reads);
  JsonNode *condition = NULL;
  const char *what;

  if (!hs_formio_condition (&rule, component, &condition, &what))
    {
      hs_formio_note (item, rule.code, what, original_of (component, what));
      return FALSE;
    }
  if (condition == NULL)
    return TRUE;
  if (!take_reads (c, node, reads))
    {
      hs_formio_note (item, "rule-cycle", what, original_of (component, what));
      json_node_unref (condition);
      return FALSE;
    }
  *all = both (*all, condition);
  return TRUE;
}

static void
fill_relevance (HsFormioContext *c, HsFormioNode *node)
{
  JsonNode *all = NULL;

  if (node->parent != NULL)
    {
      node->is_uncertain = node->parent->is_uncertain;
      node->is_conditional = node->parent->is_conditional && !is_repeat (node->parent);
    }
  if (node->is_off && (node->parent == NULL || !node->parent->is_off))
    all = hs_formio_boolean (FALSE);
  else if (!node->is_off)
    {
      for (guint i = 0; i < node->above->len; i++)
        if (!add_condition (c, node, node->above->pdata[i], node->above_items->pdata[i], &all))
          node->is_uncertain = TRUE;
      if (node->component != NULL && !is_item (node) &&
          !add_condition (c, node, node->component, node->item, &all))
        node->is_uncertain = TRUE;
    }
  node->is_conditional |= all != NULL || node->is_off;
  if (all != NULL)
    json_object_set_member (c->relevant, node->pointer, all);
}

/* Calculation. */

static JsonNode *
read_calculation (HsFormioRule *rule, JsonObject *component)
{
  JsonNode *original = json_object_get_member (component, "calculateValue");
  g_autoptr (JsonNode) logic = NULL;

  if (JSON_NODE_HOLDS_OBJECT (original))
    return hs_formio_rewrite (rule, original);
  logic = hs_formio_script_parse (json_node_get_string (original), "value", kind_cb, rule);
  if (logic == NULL)
    {
      rule->code = "script";
      return NULL;
    }
  return hs_formio_rewrite (rule, logic);
}

static gboolean
has_calculation (JsonObject *component)
{
  JsonNode *node = json_object_get_member (component, "calculateValue");

  if (node == NULL)
    return FALSE;
  return JSON_NODE_HOLDS_OBJECT (node)
           ? json_object_get_size (json_node_get_object (node)) > 0
           : !hs_text_is_blank (hs_json_string (component, "calculateValue", ""));
}

/* TRUE: the field is calculated now. */
static gboolean
fill_calculation (HsFormioContext *c, HsFormioNode *node)
{
  g_autoptr (GPtrArray) reads = g_ptr_array_new ();
  HsFormioRule rule = rule_for (c, node, reads);
  JsonNode *logic, *original;

  if (node->component == NULL || is_item (node) || node->is_off ||
      !has_calculation (node->component))
    return FALSE;
  original = json_object_get_member (node->component, "calculateValue");
  rule.or_null = TRUE;
  if (node->kind != HS_FORMIO_TEXT && node->kind != HS_FORMIO_NUMBER &&
      node->kind != HS_FORMIO_YES_NO && node->kind != HS_FORMIO_CODE &&
      node->kind != HS_FORMIO_DATE)
    {
      hs_formio_note (node->item, "rule-type", "calculateValue", original);
      return FALSE;
    }
  logic = read_calculation (&rule, node->component);
  if (logic != NULL && !take_reads (c, node, reads))
    {
      rule.code = "rule-cycle";
      g_clear_pointer (&logic, json_node_unref);
    }
  if (logic == NULL)
    {
      hs_formio_note (node->item, rule.code, "calculateValue", original);
      return FALSE;
    }
  if (node->kind == HS_FORMIO_TEXT || node->kind == HS_FORMIO_CODE)
    logic = hs_formio_op ("cat", logic, NULL);
  if (hs_json_bool (node->component, "allowCalculateOverride", FALSE))
    hs_formio_note (node->item, "calculate-fixed", "allowCalculateOverride", NULL);
  json_object_set_member (c->calculate, node->pointer, logic);
  json_object_remove_member (node->schema, "default");
  return TRUE;
}

/* Checks. */

static void
add_check (HsFormioContext *c, HsFormioNode *node, const char *rule, JsonNode *when,
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

  add_check (c, node, rule, guard != NULL ? hs_formio_op ("and", guard, when) : when, message);
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
  HsFormioRule rule = rule_for (c, node, reads);
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
  HsFormioRule rule = rule_for (c, node, reads);
  const char *script = hs_json_string (validate, "custom", "");
  g_autoptr (JsonNode) logic = NULL;
  JsonNode *ours = NULL;

  if (hs_text_is_blank (script))
    return;
  logic = hs_formio_script_parse (script, "valid", kind_cb, &rule);
  if (logic != NULL)
    ours = hs_formio_rewrite (&rule, logic);
  if (ours != NULL)
    add_validation (c, node, "custom", guard_of (node), ours);
  else if (node->kind != HS_FORMIO_MANY)
    hs_formio_note (node->item, logic == NULL ? "script" : rule.code, "validate.custom",
                    json_object_get_member (validate, "custom"));
}

static char *
own_name (HsFormioNode *node)
{
  return g_strdup (node->relative);
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
  g_autofree char *name = own_name (node);
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
  add_check (c, node, rule, answered_and (name, when), NULL);
}

static void
add_year_limit (HsFormioContext *c, HsFormioNode *node, const char *rule, const char *op)
{
  JsonObject *fields = hs_json_object (node->component, "fields");
  JsonObject *year = fields != NULL ? hs_json_object (fields, "year") : NULL;
  JsonNode *original = json_object_get_member (node->component, rule);
  g_autofree char *name = own_name (node);
  g_autofree char *text = NULL;
  double number;

  if (!hs_formio_number (original, &number) && year != NULL)
    original = json_object_get_member (year, rule);
  if (!hs_formio_number (original, &number) || number < 1 || number > 9999)
    return;
  text = g_strdup_printf ("%04d", (int) number);
  add_check (c, node, rule,
             answered_and (name, hs_formio_op (op, cut (name, 0, 4), hs_formio_text (text))), NULL);
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

/* Required. */

static JsonObject *
owner_of (HsFormioContext *c, HsFormioNode *node)
{
  if (node->parent == NULL)
    return c->schema;
  return is_repeat (node->parent) ? hs_json_object (node->parent->schema, "items")
                                  : node->parent->schema;
}

/* A row in which nothing is answered does not count: none of the rows has anything. */
static void
require_answers (HsFormioContext *c, HsFormioNode *node)
{
  g_autoptr (JsonArray) any = json_array_new ();
  g_autofree char *name = own_name (node);
  JsonObject *object;
  JsonNode *all;

  for (guint i = 0; i < c->nodes->len; i++)
    {
      HsFormioNode *child = c->nodes->pdata[i];

      if (child->rows != node || child->kind == HS_FORMIO_OBJECT || child->kind == HS_FORMIO_SURVEY)
        continue;
      json_array_add_element (
        any, child->kind == HS_FORMIO_NUMBER
               ? hs_formio_op ("!==", hs_formio_var (child->relative), hs_formio_null ())
               : hs_formio_op ("!!", hs_formio_var (child->relative), NULL));
    }
  if (json_array_get_length (any) == 0 || json_array_get_length (any) > 200)
    return;
  object = json_object_new ();
  json_object_set_array_member (object, "or", json_array_ref (any));
  all = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (all, object);
  add_check (c, node, "required",
             hs_formio_op ("and", hs_formio_op ("!!", hs_formio_var (name), NULL),
                           hs_formio_op ("none", hs_formio_var (name), all)),
             NULL);
}

static void
require (HsFormioContext *c, HsFormioNode *node, gboolean is_calculated)
{
  JsonObject *owner = owner_of (c, node);
  JsonArray *required;
  g_autofree char *name = own_name (node);

  if (node->is_uncertain)
    {
      hs_formio_note (node->item, "required-loosened", "validate.required", NULL);
      return;
    }
  if (node->is_fixed && !is_calculated && !json_object_has_member (node->schema, "default"))
    return;
  if (is_calculated)
    {
      add_check (c, node, "required", hs_formio_op ("===", hs_formio_var (name), hs_formio_null ()),
                 NULL);
      return;
    }
  if (is_repeat (node))
    require_answers (c, node);
  if (node->is_conditional)
    {
      json_object_set_boolean_member (c->require, node->pointer, TRUE);
      return;
    }
  required = hs_json_array (owner, "required");
  if (required == NULL)
    {
      required = json_array_new ();
      json_object_set_array_member (owner, "required", required);
    }
  json_array_add_string_element (required, node->name);
}

static gboolean
is_part_required (HsFormioNode *node, const char *part)
{
  JsonObject *fields = hs_json_object (node->component, "fields");
  JsonObject *inner = fields != NULL ? hs_json_object (fields, part) : NULL;

  return inner != NULL && hs_json_bool (inner, "required", FALSE);
}

/* Which parts of a day may not be left open. */
static void
fill_day_parts (HsFormioContext *c, HsFormioNode *node)
{
  g_autofree char *name = own_name (node);
  int from;

  if (hs_json_string (node->schema, "format", NULL) == NULL ||
      g_str_equal (hs_json_string (node->schema, "format", ""), "date"))
    return;
  if (!is_part_required (node, "day") && !is_part_required (node, "month"))
    return;
  from = is_part_required (node, "day") ? 8 : 5;
  add_check (c, node, "day", answered_and (name, hs_formio_op ("!", cut (name, from, 0), NULL)),
             NULL);
}

static void
fill_required (HsFormioContext *c, HsFormioNode *node, gboolean is_calculated)
{
  JsonObject *validate =
    node->component != NULL ? hs_json_object (node->component, "validate") : NULL;
  gboolean required = validate != NULL && hs_json_bool (validate, "required", FALSE);

  if (node->type != NULL && g_str_equal (node->type, "survey") && node->component == NULL)
    {
      validate = hs_json_object (node->parent->component, "validate");
      required = validate != NULL && hs_json_bool (validate, "required", FALSE);
    }
  else if (node->kind == HS_FORMIO_SURVEY)
    return;
  if (node->kind == HS_FORMIO_DAY)
    required |= is_part_required (node, "day") || is_part_required (node, "month") ||
                is_part_required (node, "year");
  if (!required || node->is_off)
    return;
  if (node->kind == HS_FORMIO_OBJECT)
    {
      hs_formio_note (node->item, "required-container", "validate.required", NULL);
      return;
    }
  if (node->kind == HS_FORMIO_YES_NO && !node->is_uncertain)
    json_object_set_boolean_member (node->schema, "const", TRUE);
  require (c, node, is_calculated);
}

/* All. */

static void
fill_node (HsFormioContext *c, HsFormioNode *node)
{
  JsonObject *validate =
    node->component != NULL ? hs_json_object (node->component, "validate") : NULL;
  gboolean is_calculated;

  fill_relevance (c, node);
  is_calculated = fill_calculation (c, node);
  fill_required (c, node, is_calculated);
  if (node->component == NULL || node->is_off)
    return;
  if (node->kind == HS_FORMIO_DATE || node->kind == HS_FORMIO_DATE_TIME ||
      node->kind == HS_FORMIO_DAY)
    fill_date_limits (c, node);
  if (node->kind == HS_FORMIO_DAY)
    fill_day_parts (c, node);
  if (validate != NULL && (node->kind < HS_FORMIO_SURVEY || is_repeat (node)))
    {
      fill_json (c, node, validate);
      fill_custom (c, node, validate);
    }
  else if (validate != NULL && (!hs_text_is_blank (hs_json_string (validate, "custom", "")) ||
                                hs_json_object (validate, "json") != NULL))
    hs_formio_note (node->item, "rule-type", "validate", NULL);
  hs_formio_fill_messages (node);
}

static void
fill_text (HsFormioContext *c, HsFormioText *text)
{
  HsFormioNode place = { 0 };
  JsonNode *all = NULL;

  place.rows = text->rows;
  place.depth = text->rows != NULL ? text->rows->depth + 1 : 0;
  place.parent = text->parent;
  for (guint i = 0; i <= text->above->len; i++)
    {
      JsonObject *component = i < text->above->len ? text->above->pdata[i] : text->component;
      HsFormioItem *item = i < text->above->len ? text->above_items->pdata[i] : text->item;
      g_autoptr (GPtrArray) reads = g_ptr_array_new ();
      HsFormioRule rule = { c, place.rows, place.depth, place.parent, NULL, reads, FALSE, NULL };
      JsonNode *condition = NULL;
      const char *what;

      if (!hs_formio_condition (&rule, component, &condition, &what))
        hs_formio_note (item, rule.code, what, original_of (component, what));
      else
        all = both (all, condition);
    }
  if (all != NULL)
    json_object_set_member (text->label, "x-relevant", all);
}

void
hs_formio_fill_rules (HsFormioContext *c)
{
  for (guint i = 0; i < c->nodes->len; i++)
    fill_node (c, c->nodes->pdata[i]);
  for (guint i = 0; i < c->texts->len; i++)
    fill_text (c, c->texts->pdata[i]);
}
