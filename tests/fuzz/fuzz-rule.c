/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules and data from anywhere: [rule, data]. What compiles as compatible JsonLogic runs within its bounds and gives one
 * value that can be written; what compiles as a typed rule gives the same twice; both can be told as a sentence. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-logic.h"
#include "form/rule/hs-rule-sentence.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Names mean members of the data. */
static gboolean
find_field_cb (gpointer data, const char *path, guint *id, guint *types)
{
  GPtrArray *names = data;

  if (names->len > 1000)
    return FALSE;
  *id = names->len;
  *types = path[0] == 'd'   ? HS_RULE_MASK (HS_RULE_DATE)
           : path[0] == 's' ? HS_RULE_MASK (HS_RULE_STRING)
           : path[0] == 'b' ? HS_RULE_MASK (HS_RULE_BOOLEAN)
                            : HS_RULE_MASK (HS_RULE_NUMBER);
  g_ptr_array_add (names, g_strdup (path));
  return TRUE;
}

static gboolean
has_list_cb (gpointer data, const char *name)
{
  return name[0] == 'l';
}

static gboolean
find_rows_cb (gpointer data, guint scope, const char *path, HsRuleRows *rows)
{
  const char *dot = strchr (path, '.');

  *rows = (HsRuleRows){ 0, 1, 1, dot != NULL ? dot + 1 : "" };
  return path[0] == 'r';
}

static gboolean
find_in_row_cb (gpointer data, guint scope, const char *path, guint *id, guint *types)
{
  return find_field_cb (data, path, id, types);
}

static void
get_field_cb (gpointer data, guint id, HsRuleValue *value)
{
  GPtrArray *names = data;
  const char *name = names->pdata[id];

  value->type = HS_RULE_NULL;
  if (name[0] == 'd')
    {
      value->type = HS_RULE_DATE;
      value->date = (HsDate){ 2024, 2, 29 };
    }
  else if (name[0] == 's')
    {
      value->type = HS_RULE_STRING;
      value->string = name;
    }
  else if (name[0] == 'b')
    {
      value->type = HS_RULE_BOOLEAN;
      value->boolean = name[1] != 'f';
    }
  else if (name[0] != 'n')
    {
      value->type = HS_RULE_NUMBER;
      value->number = hs_decimal_from_int ((gint64) id * 7 - 3);
    }
}

static void
each_row_cb (gpointer data, guint up, guint repeat, HsRuleRowFunc visit, gpointer visit_data)
{
  for (guint i = 0; i < 3 && visit (visit_data); i++)
    ;
}

static const char *
look_up_cb (gpointer data, const char *list, const char *code)
{
  return code[0] == 'a' ? "A" : NULL;
}

static void
run_strict (JsonNode *rule_node)
{
  g_autoptr (GPtrArray) names_seen = g_ptr_array_new_with_free_func (g_free);
  HsRuleNames names = { find_field_cb, has_list_cb, names_seen, find_rows_cb, find_in_row_cb };
  HsRuleContext context = { .get_field = get_field_cb,
                            .look_up = look_up_cb,
                            .data = names_seen,
                            .today = { 2026, 11, 24 },
                            .each_row = each_row_cb };
  g_autofree char *where = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsRule) rule = hs_rule_compile (rule_node, 0, &names, &where, &error);
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) second = NULL;

  g_assert_true ((rule == NULL) == (error != NULL));
  if (rule == NULL)
    {
      g_assert_nonnull (where);
      return;
    }
  g_assert_cmpuint (hs_rule_get_reads (rule)->len, ==, hs_rule_get_ups (rule)->len);
  if (!hs_rule_evaluate (rule, &context, &first, &error))
    {
      g_assert_nonnull (error);
      return;
    }
  g_assert_true (hs_rule_evaluate (rule, &context, &second, NULL));
  g_assert_true (first == NULL ? second == NULL : hs_json_equal (first, second));
}

static void
run_compatible (JsonNode *rule_node, JsonNode *data)
{
  g_autofree char *where = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsLogic) logic = hs_logic_compile_form (rule_node, &where, &error);
  g_autoptr (JsonNode) result = NULL;

  g_assert_true ((logic == NULL) == (error != NULL));
  if (logic == NULL)
    return;
  result = hs_logic_apply (logic, data, &error);
  g_assert_true ((result == NULL) == (error != NULL));
  if (result == NULL)
    return;
  text = hs_json_write (result);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static gboolean
describe_cb (gpointer data, guint scope, const char *path, HsRuleNamed *named)
{
  if (path[0] == 'z')
    return FALSE;
  named->label = g_strdup ("X");
  named->types = path[0] == 'd' ? HS_RULE_MASK (HS_RULE_DATE) : 0;
  named->inner_scope = path[0] == 'r' ? 1 : HS_RULE_OWN_SCOPE;
  return TRUE;
}

static void
tell (JsonNode *rule_node)
{
  static HsRuleLexicon *lexicon;
  g_autoptr (JsonNode) always = json_node_init_boolean (json_node_alloc (), TRUE);
  HsRuleWords words = { NULL, describe_cb, NULL, NULL };

  if (lexicon == NULL)
    {
      g_autoptr (HsWorld) world = hs_world_new ("/nonexistent", FUZZ_SHARE, "/nonexistent");

      lexicon = hs_rule_lexicon_load (world, "vi", NULL);
      g_assert_nonnull (lexicon);
    }
  words.lexicon = lexicon;
  for (guint i = 0; i < 2; i++)
    {
      HsLogic *logic = hs_logic_compile (always, NULL, NULL);
      g_autoptr (HsRule) rule =
        hs_rule_new_compatible (logic, rule_node, i == 0 ? HS_RULE_MASK (HS_RULE_BOOLEAN) : 0);
      g_autofree char *sentence = hs_rule_to_sentence (rule, &words);

      g_assert_nonnull (sentence);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (JsonNode) root =
    hs_json_parse ((const char *) bytes, (gssize) size, HS_JSON_DEFAULT, 0, NULL);
  JsonArray *pair =
    root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  if (pair == NULL || json_array_get_length (pair) == 0)
    return 0;
  run_strict (json_array_get_element (pair, 0));
  run_compatible (json_array_get_element (pair, 0),
                  json_array_get_length (pair) > 1 ? json_array_get_element (pair, 1) : NULL);
  tell (json_array_get_element (pair, 0));
  return 0;
}
