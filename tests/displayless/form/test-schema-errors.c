/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the full JSON Schema validator says is wrong, and where: with instances, with schemas; and what
 * must neither crash nor hang. */
#define G_LOG_DOMAIN "hoso"

#include "schema-test.h"

#include "base/hs-json.h"
#include "form/hs-form-error.h"

#include <string.h>

/* Errors. */

static const struct
{
  const char *schema, *instance,
    *errors; /* "instance schema keyword limit actual property", one a line */
} errors[] = {
  { "{'type':'string'}", "1", " #/type type string integer -\n" },
  { "{'type':['string','null','number']}", "[]",
    " #/type type null or number or string array -\n" },
  { "{'$id':'https://x.test/a','properties':{'a/b':{'minLength':3}}}", "{'a/b':'ố'}",
    "/a~1b https://x.test/a#/properties/a~1b/minLength minLength 3 1 -\n" },
  { "{'required':['a','b'],'properties':{'c':{'maximum':5.5}}}", "{'c':6,'b':1}",
    "/c #/properties/c/maximum maximum 5.5 6 -\n #/required required - - a\n" },
  { "{'additionalProperties':false,'properties':{'a':{}}}", "{'a':1,'b':2,'c':3}",
    " #/additionalProperties additionalProperties - - b\n"
    " #/additionalProperties additionalProperties - - c\n" },
  { "{'items':{'$ref':'#/$defs/n'},'$defs':{'n':{'multipleOf':0.01}}}", "[1,0.005,'a',2.001]",
    "/1 #/$defs/n/multipleOf multipleOf 0.01 0.005 -\n"
    "/3 #/$defs/n/multipleOf multipleOf 0.01 2.001 -\n" },
  { "{'anyOf':[{'type':'string'},{'minimum':5}]}", "3",
    " #/anyOf anyOf - - -\n #/anyOf/0/type type string integer -\n"
    " #/anyOf/1/minimum minimum 5 3 -\n" },
  { "{'oneOf':[{'minimum':1},{'minimum':2}]}", "3", " #/oneOf oneOf - - -\n" },
  { "{'not':{}}", "3", " #/not not - - -\n" },
  { "{'properties':{'a':false}}", "{'a':1}", "/a #/properties/a false - - -\n" },
  { "{'if':{'type':'integer'},'then':{'minimum':5},'else':{'type':'string'}}", "3",
    " #/then/minimum minimum 5 3 -\n" },
  { "{'contains':{'type':'string'}}", "[1]", " #/contains contains - - -\n" },
  { "{'contains':{'type':'string'},'minContains':2,'maxContains':2}", "['a']",
    " #/minContains minContains - - -\n" },
  { "{'contains':{'type':'string'},'maxContains':1}", "['a','b']",
    " #/maxContains maxContains - - -\n" },
  { "{'unevaluatedProperties':false,'allOf':[{'properties':{'a':true}}]}", "{'a':1,'b':2}",
    " #/unevaluatedProperties unevaluatedProperties - - b\n" },
  { "{'unevaluatedItems':false,'prefixItems':[true]}", "[1,2]",
    "/1 #/unevaluatedItems unevaluatedItems - - -\n" },
  { "{'dependentRequired':{'a':['b','c']}}", "{'a':1,'c':1}",
    " #/dependentRequired dependentRequired - - b\n" },
  { "{'propertyNames':{'maxLength':1}}", "{'a':1,'bb':1}",
    " #/propertyNames propertyNames - - bb\n" },
  { "{'const':{'b':1,'a':2}}", "3", " #/const const {\"a\":2,\"b\":1} - -\n" },
  { "{'enum':['a',null]}", "3", " #/enum enum [\"a\",null] - -\n" },
  { "{'pattern':'^a','format':'ipv4'}", "'b'",
    " #/format format ipv4 - -\n #/pattern pattern ^a - -\n" },
  { "{'uniqueItems':true,'minItems':3,'maxProperties':0}", "[1,1]",
    " #/minItems minItems 3 2 -\n #/uniqueItems uniqueItems - - -\n" },
  { "{'$defs':{'a':{'$id':'b','$defs':{'c':{'type':'null'}}}},'$id':'https://x.test/d/a',"
    "'$ref':'b#/$defs/c'}",
    "1", " https://x.test/d/b#/$defs/c/type type null integer -\n" },
};

static char *
list_errors (HsSchema *schema, JsonNode *instance)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hs_schema_list_errors (schema, instance, 0, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      HsSchemaError *one = found->pdata[i];

      g_string_append_printf (text, "%s %s %s %s %s %s\n", one->instance, one->schema, one->keyword,
                              one->limit != NULL ? one->limit : "-",
                              one->actual != NULL ? one->actual : "-",
                              one->property != NULL ? one->property : "-");
    }
  return g_string_free (text, FALSE);
}

static void
test_errors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (HsSchema) schema =
        schema_test_compile (errors[i].schema, HS_SCHEMA_ASSERT_FORMATS);
      g_autoptr (JsonNode) instance = schema_test_parse (errors[i].instance);
      g_autofree char *found = list_errors (schema, instance);

      g_assert_cmpstr (found, ==, errors[i].errors);
    }
}

static void
test_max_errors (void)
{
  g_autoptr (HsSchema) schema =
    schema_test_compile ("{'items':{'type':'string'}}", HS_SCHEMA_DEFAULT);
  g_autoptr (JsonNode) instance = schema_test_parse ("[1,2,3,4,5]");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hs_schema_list_errors (schema, instance, 3, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 3);
}

/* Schemas that are wrong. */

static const struct
{
  const char *schema, *where, *says;
} wrong[] = {
  { "{'type':'text'}", "/type", "must be the name of a type" },
  { "{'type':[]}", "/type", "must be the name of a type" },
  { "{'type':['null','null']}", "/type", "different" },
  { "{'properties':{'a':{'items':{'minLength':-1}}}}", "/properties/a/items/minLength",
    "a whole number, 0 or more" },
  { "{'$defs':{'never used':{'multipleOf':0}}}", "/$defs/never used/multipleOf", "above 0" },
  { "{'allOf':[]}", "/allOf", "at least one schema" },
  { "{'allOf':[{},1]}", "/allOf/1", "a schema is an object" },
  { "{'properties':{'a':'string'}}", "/properties/a", "a schema is an object" },
  { "{'required':['a','a']}", "/required", "different strings" },
  { "{'pattern':'(a'}", "/pattern", "pattern:" },
  { "{'pattern':'a++'}", "/pattern", "quantifier" },
  { "{'patternProperties':{'[':{}}}", "/patternProperties", "pattern:" },
  { "{'$ref':'#/$defs/none'}", "/$ref", "leads to no schema" },
  { "{'$ref':'https://x.test/none'}", "/$ref", "there is no schema" },
  { "{'$ref':'#none'}", "/$ref", "leads to no schema" },
  { "{'$ref':'#/$defs','$defs':{'a':1}}", "/$defs/a", "a schema is" },
  { "{'$id':'a#b'}", "/$id", "fragment" },
  { "{'$anchor':'1'}", "/$anchor", "no name" },
  { "{'allOf':[{'$anchor':'a'},{'$anchor':'a'}]}", "/allOf/1/$anchor", "two anchors" },
  { "{'$defs':{'a':{'$id':'x'},'b':{'$id':'x'}}}", "/$defs/b/$id", "two schemas" },
  { "{'$ref':'#'}", "", "without end" },
  { "{'$defs':{'a':{'allOf':[{'$ref':'#/$defs/b'}]},'b':{'$ref':'#/$defs/a'}},"
    "'properties':{'x':{'$ref':'#/$defs/a'}}}",
    "", "without end" },
  { "12", "", "a schema is an object" },
};

static void
test_wrong_schemas (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonNode) root = schema_test_parse (wrong[i].schema);
      g_autofree char *where = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (HsSchema) schema =
        hs_schema_compile (root, "", NULL, HS_SCHEMA_DEFAULT, &where, &error);

      g_assert_null (schema);
      g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
      g_assert_cmpstr (where, ==, wrong[i].where);
      g_assert_nonnull (strstr (error->message, wrong[i].says));
    }
}

/* A fault in another document is told with its URI. */
static void
test_wrong_remote (void)
{
  g_autoptr (HsSchemaSources) sources = hs_schema_sources_new ();
  g_autoptr (JsonNode) remote = schema_test_parse ("{'items':{'type':'text'}}");
  g_autoptr (JsonNode) root =
    schema_test_parse ("{'properties':{'a':{'$ref':'https://x.test/remote'}}}");
  g_autofree char *where = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSchema) schema = NULL;

  g_assert_true (hs_schema_sources_add (sources, "https://x.test/remote", remote, &error));
  g_assert_false (hs_schema_sources_add (sources, "https://x.test/remote#", remote, NULL));
  g_assert_false (hs_schema_sources_add (sources, "remote", remote, NULL));
  schema = hs_schema_compile (root, "", sources, HS_SCHEMA_DEFAULT, &where, &error);
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
  g_assert_cmpstr (where, ==, "https://x.test/remote#/items/type");
}

/* A schema inside a package: its pointers count from itself. */
static void
test_pointer (void)
{
  g_autoptr (JsonNode) package =
    schema_test_parse ("{'schema':{'properties':{'a':{'$ref':'#/$defs/t'}},"
                       "'$defs':{'t':{'type':'string'}}},'bad':{'type':1}}");
  g_autofree char *where = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSchema) schema =
    hs_schema_compile (package, "/schema", NULL, HS_SCHEMA_DEFAULT, NULL, &error);
  g_autoptr (JsonNode) instance = schema_test_parse ("{'a':1}");
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = list_errors (schema, instance);
  g_assert_cmpstr (found, ==, "/a #/$defs/t/type type string integer -\n");
  g_assert_null (hs_schema_compile (package, "/bad", NULL, HS_SCHEMA_DEFAULT, &where, &error));
  g_assert_cmpstr (where, ==, "/bad/type");
  g_clear_error (&error);
  g_clear_pointer (&where, g_free);
  g_assert_null (hs_schema_compile (package, "/none", NULL, HS_SCHEMA_DEFAULT, &where, &error));
  g_assert_cmpstr (where, ==, "/none");
}

/* Bounds. */

static void
assert_stopped (HsSchema *schema, JsonNode *instance, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  gboolean valid = FALSE;

  g_assert_false (hs_schema_check (schema, instance, &valid, &error));
  g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_null (hs_schema_list_errors (schema, instance, 0, &again));
  g_assert_error (again, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
}

static void
test_runaway_pattern (void)
{
  g_autoptr (HsSchema) schema = schema_test_compile ("{'pattern':'^(a+)+$'}", HS_SCHEMA_DEFAULT);
  g_autofree char *as = g_strnfill (40, 'a');
  g_autofree char *text = g_strconcat (as, "!", NULL);
  g_autoptr (JsonNode) instance = json_node_init_string (json_node_alloc (), text);

  assert_stopped (schema, instance, "pattern");
}

/* Loops that only some instances go round. */
static void
test_endless (void)
{
  g_autoptr (HsSchema) schema =
    schema_test_compile ("{'anyOf':[{'type':'string'},{'$ref':'#'}]}", HS_SCHEMA_DEFAULT);
  g_autoptr (JsonNode) text = schema_test_parse ("'a'");
  g_autoptr (JsonNode) number = schema_test_parse ("1");

  g_assert_true (schema_test_is_valid (schema, text));
  assert_stopped (schema, number, "without end");
}

/* Twice as much work with each level: 2^60 without the bound. */
static void
test_too_many_steps (void)
{
  g_autoptr (GString) text = g_string_new ("{'$ref':'#/$defs/d0','$defs':{");
  g_autoptr (HsSchema) schema = NULL;
  g_autoptr (JsonNode) instance = schema_test_parse ("1");

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (text,
                            "'d%u':{'anyOf':[{'allOf':[{'$ref':'#/$defs/d%u'},false]},"
                            "{'$ref':'#/$defs/d%u'}]},",
                            i, i + 1, i + 1);
  g_string_append (text, "'d60':{'type':'string'}}}");
  schema = schema_test_compile (text->str, HS_SCHEMA_DEFAULT);
  assert_stopped (schema, instance, "steps");
}

static void
test_deep (void)
{
  g_autoptr (HsSchema) schema = schema_test_compile (
    "{'properties':{'a':{'$ref':'#'}},'additionalProperties':false}", HS_SCHEMA_DEFAULT);
  g_autoptr (JsonNode) instance = schema_test_parse ("1");

  for (guint i = 0; i < 500; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_member (object, "a", g_steal_pointer (&instance));
      instance = json_node_init_object (json_node_alloc (), object);
      json_object_unref (object);
    }
  g_assert_true (schema_test_is_valid (schema, instance));
}

/* A long chain of references is no deep one. */
static void
test_long_chain (void)
{
  g_autoptr (GString) text = g_string_new ("{'$ref':'#/$defs/d0','$defs':{");
  g_autoptr (HsSchema) schema = NULL;
  g_autoptr (JsonNode) instance = schema_test_parse ("1");

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "'d%u':{'$ref':'#/$defs/d%u'},", i, i + 1);
  g_string_append (text, "'d20000':{'type':'string'}}}");
  schema = schema_test_compile (text->str, HS_SCHEMA_DEFAULT);
  g_assert_false (schema_test_is_valid (schema, instance));
}

/* What is not UTF-8 never comes from our reader; put together by hand, it does no harm. */
static void
test_not_utf8 (void)
{
  g_autoptr (HsSchema) schema = schema_test_compile (
    "{'minLength':1,'maxLength':9,'pattern':'^(?:\\\\p{L}|x)+$','format':'idn-hostname'}",
    HS_SCHEMA_ASSERT_FORMATS);
  g_autoptr (GError) error = NULL;
  static const char *const texts[] = { "\xff", "a\xf0", "\xf0\x9f", "\xc3(", "\xed\xa0\x80" };

  g_assert_null (hs_json_parse ("\"\xff\"", -1, HS_JSON_DEFAULT, 0, &error));
  g_assert_nonnull (error);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) instance = json_node_init_string (json_node_alloc (), texts[i]);

      g_assert_false (schema_test_is_valid (schema, instance));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/errors", test_errors);
  g_test_add_func ("/schema/max-errors", test_max_errors);
  g_test_add_func ("/schema/wrong-schemas", test_wrong_schemas);
  g_test_add_func ("/schema/wrong-remote", test_wrong_remote);
  g_test_add_func ("/schema/pointer", test_pointer);
  g_test_add_func ("/schema/runaway-pattern", test_runaway_pattern);
  g_test_add_func ("/schema/endless", test_endless);
  g_test_add_func ("/schema/too-many-steps", test_too_many_steps);
  g_test_add_func ("/schema/deep", test_deep);
  g_test_add_func ("/schema/long-chain", test_long_chain);
  g_test_add_func ("/schema/not-utf8", test_not_utf8);
  return g_test_run ();
}
