/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compiled rule: what it reads, and its answer, be it a typed rule of ours or one written for other
 * engines. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-private.h"

HsRule *
hs_rule_new (JsonNode *json)
{
  HsRule *self = g_new0 (HsRule, 1);

  self->json = json_node_ref (json);
  self->reads = g_array_new (FALSE, FALSE, sizeof (guint));
  self->ups = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

HsRule *
hs_rule_new_compatible (HsLogic *logic, JsonNode *json, guint want)
{
  HsRule *self = hs_rule_new (json);

  self->logic = logic;
  self->types = want != 0 ? want : HS_RULE_MASK_ANY;
  self->reads_clock = hs_logic_reads_clock (logic);
  return self;
}

void
hs_rule_add_read (HsRule *self, guint field, guint up)
{
  for (guint i = 0; i < self->reads->len; i++)
    if (g_array_index (self->reads, guint, i) == field)
      {
        g_array_index (self->ups, guint, i) = MAX (g_array_index (self->ups, guint, i), up);
        return;
      }
  g_array_append_val (self->reads, field);
  g_array_append_val (self->ups, up);
}

void
hs_rule_free (HsRule *self)
{
  if (self == NULL)
    return;
  hs_rule_node_free (self->root);
  hs_logic_free (self->logic);
  g_array_unref (self->reads);
  g_array_unref (self->ups);
  json_node_unref (self->json);
  g_free (self);
}

guint
hs_rule_get_types (HsRule *self)
{
  return self->types;
}

GArray *
hs_rule_get_reads (HsRule *self)
{
  return self->reads;
}

GArray *
hs_rule_get_ups (HsRule *self)
{
  return self->ups;
}

JsonNode *
hs_rule_get_json (HsRule *self)
{
  return self->json;
}

gboolean
hs_rule_is_compatible (HsRule *self)
{
  return self->logic != NULL;
}

gboolean
hs_rule_reads_clock (HsRule *self)
{
  return self->reads_clock;
}

gboolean
hs_rule_reads_calendar (HsRule *self)
{
  return self->reads_calendar;
}

static gboolean
run_rule (HsRule *self, const HsRuleContext *context, HsRuleRun *run, HsRuleValue *value,
          GError **error)
{
  run->context = context;
  run->owned = NULL;
  hs_rule_run_node (run, self->root, value);
  if (run->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&run->error));
  return FALSE;
}

/* Compatible rules: answers by their path, kept until the run ends. */

typedef struct
{
  const HsRuleContext *context;
  GPtrArray *made; /* (owned) (element-type JsonNode) */
} Answers;

static JsonNode *
look_up_cb (gpointer data, const char *path)
{
  Answers *answers = data;
  JsonNode *node = answers->context->get_json (answers->context->data, path);

  if (node != NULL)
    g_ptr_array_add (answers->made, node);
  return node;
}

static JsonNode *
run_logic (HsRule *self, const HsRuleContext *context, GError **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  Answers answers = { context, made };
  g_autofree char *today = hs_date_to_iso (&context->today);
  HsLogicSource source = { look_up_cb, &answers, today };

  g_return_val_if_fail (context->get_json != NULL, NULL);
  return hs_logic_apply_source (self->logic, &source, error);
}

/* What other engines leave to the field: a number shown in a text field, a number typed as text. */
static JsonNode *
to_wanted (guint want, JsonNode *value)
{
  HsDecimal number;

  if (JSON_NODE_HOLDS_NULL (value))
    {
      json_node_unref (value);
      return NULL;
    }
  if (!JSON_NODE_HOLDS_VALUE (value))
    return value;
  if (want == HS_RULE_MASK (HS_RULE_STRING) && hs_decimal_from_node (value, &number))
    {
      g_autofree char *text = hs_decimal_to_text (&number);

      json_node_unref (value);
      return json_node_init_string (json_node_alloc (), text);
    }
  if (want == HS_RULE_MASK (HS_RULE_NUMBER) && json_node_get_value_type (value) == G_TYPE_STRING &&
      hs_decimal_parse (json_node_get_string (value), &number))
    {
      json_node_unref (value);
      return hs_decimal_to_node (&number);
    }
  return value;
}

static JsonNode *
value_to_node (const HsRuleValue *value)
{
  g_autofree char *date = NULL;
  JsonArray *array;
  JsonNode *node;

  switch (value->type)
    {
    case HS_RULE_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), value->boolean);
    case HS_RULE_NUMBER:
      return hs_decimal_to_node (&value->number);
    case HS_RULE_STRING:
      return json_node_init_string (json_node_alloc (), value->string);
    case HS_RULE_DATE:
      date = hs_date_to_iso (&value->date);
      return json_node_init_string (json_node_alloc (), date);
    case HS_RULE_ARRAY:
      array = json_array_new ();
      for (guint i = 0; i < value->array.n_items; i++)
        {
          JsonNode *item = value_to_node (&value->array.items[i]);

          json_array_add_element (array, item != NULL ? item : json_node_new (JSON_NODE_NULL));
        }
      node = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (node, array);
      return node;
    case HS_RULE_NULL:
    case HS_RULE_ROW:
    default:
      return NULL;
    }
}

gboolean
hs_rule_evaluate (HsRule *self, const HsRuleContext *context, JsonNode **value, GError **error)
{
  HsRuleRun run = { NULL };
  HsRuleValue result;
  gboolean ok;

  if (self->logic != NULL)
    {
      *value = run_logic (self, context, error);
      ok = *value != NULL;
      *value = ok ? to_wanted (self->types, *value) : NULL;
      return ok;
    }
  ok = run_rule (self, context, &run, &result, error);
  *value = ok ? value_to_node (&result) : NULL;
  g_clear_pointer (&run.owned, g_ptr_array_unref);
  return ok;
}

gboolean
hs_rule_decide (HsRule *self, const HsRuleContext *context, gboolean *is_so, GError **error)
{
  HsRuleRun run = { NULL };
  HsRuleValue result;
  gboolean ok;

  if (self->logic != NULL)
    {
      g_autoptr (JsonNode) verdict = run_logic (self, context, error);

      *is_so = hs_logic_is_truthy (verdict);
      return verdict != NULL;
    }
  ok = run_rule (self, context, &run, &result, error);
  *is_so = ok && result.type == HS_RULE_BOOLEAN && result.boolean;
  g_clear_pointer (&run.owned, g_ptr_array_unref);
  return ok;
}

gboolean
hs_rule_evaluate_text (HsRule *self, const HsRuleContext *context, char **text, GError **error)
{
  HsRuleRun run = { NULL };
  HsRuleValue result;
  gboolean ok;

  if (self->logic != NULL)
    {
      JsonNode *value = run_logic (self, context, error);
      g_autoptr (JsonNode) shown =
        value != NULL ? to_wanted (HS_RULE_MASK (HS_RULE_STRING), value) : NULL;

      *text = shown != NULL && JSON_NODE_HOLDS_VALUE (shown) ? json_node_dup_string (shown) : NULL;
      return value != NULL;
    }
  ok = run_rule (self, context, &run, &result, error);
  *text = ok ? hs_rule_value_to_text (&result) : NULL;
  g_clear_pointer (&run.owned, g_ptr_array_unref);
  return ok;
}
