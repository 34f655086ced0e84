/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full JSON Schema validator: the public suite, exact numbers, patterns, formats,
 * vocabularies, addresses. */
#define G_LOG_DOMAIN "hoso"

#include "schema-test.h"

#include "base/hs-json.h"
#include "form/hs-form-error.h"
#include "form/schema/hs-schema-regex.h"
#include "form/schema/hs-schema-uri.h"

#include <string.h>

/* The public suite. */

static JsonNode *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = hs_json_load (path, HS_JSON_RFC8259, &error);

  g_assert_no_error (error);
  return node;
}

static void
add_remotes (HsSchemaSources *sources, const char *dir, const char *prefix)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *uri = g_strconcat (prefix, name, NULL);
      g_autofree char *below = g_strconcat (uri, "/", NULL);
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          add_remotes (sources, path, below);
          continue;
        }
      node = load (path);
      hs_schema_sources_add (sources, uri, node, &error);
      g_assert_no_error (error);
    }
}

static void
run_group (JsonObject *group, HsSchemaSources *sources, const char *file, guint *n)
{
  const char *about = hs_json_string (group, "description", "");
  JsonArray *tests = json_object_get_array_member (group, "tests");
  g_autoptr (GError) error = NULL;
  g_autoptr (HsSchema) schema = hs_schema_compile (json_object_get_member (group, "schema"), "",
                                                   sources, HS_SCHEMA_DEFAULT, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < json_array_get_length (tests); i++, ++*n)
    {
      JsonObject *test = json_array_get_object_element (tests, i);

      if (schema_test_is_valid (schema, json_object_get_member (test, "data")) ==
          hs_json_bool (test, "valid", FALSE))
        continue;
      g_test_message ("%s: %s: %s", file, about, hs_json_string (test, "description", ""));
      g_test_fail ();
    }
}

static void
test_suite (void)
{
  g_autofree char *dir = hs_test_suite ("json-schema/tests/draft2020-12");
  g_autofree char *remotes = hs_test_suite ("json-schema/remotes");
  g_autoptr (HsSchemaSources) sources = hs_schema_sources_new ();
  g_autoptr (GDir) folder = NULL;
  const char *name;
  guint n = 0;

  if (dir == NULL || remotes == NULL)
    {
      g_test_skip ("the public JSON Schema suite is not there ($HOSO_SUITES)");
      return;
    }
  add_remotes (sources, remotes, "http://localhost:1234/");
  folder = g_dir_open (dir, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autoptr (JsonNode) root = NULL;

      if (!g_str_has_suffix (name, ".json"))
        continue;
      root = load (path);
      for (guint i = 0; i < json_array_get_length (json_node_get_array (root)); i++)
        run_group (json_array_get_object_element (json_node_get_array (root), i), sources, name,
                   &n);
    }
  g_test_message ("%u cases", n);
  g_assert_cmpuint (n, >=, 1299);
}

/* Values. */

static const struct
{
  const char *schema, *instance;
  gboolean valid;
} values[] = {
  /* exact numbers */
  { "{'multipleOf':0.0001}", "0.0075", TRUE },
  { "{'multipleOf':0.0001}", "0.00751", FALSE },
  { "{'multipleOf':0.01}", "19.99", TRUE },
  { "{'multipleOf':0.1}", "0.3", TRUE },
  { "{'multipleOf':0.5}", "1e308", TRUE },
  { "{'multipleOf':0.123456789}", "1e308", FALSE },
  { "{'multipleOf':7}", "1e300", FALSE },
  { "{'multipleOf':1e-320}", "1", TRUE },
  { "{'multipleOf':3}", "-9223372036854775808", FALSE },
  { "{'multipleOf':1}", "12345678901234567890123", TRUE },
  { "{'multipleOf':2.5}", "-9223372036854775805", TRUE },
  { "{'maximum':9007199254740992}", "9007199254740993", FALSE },
  { "{'maximum':9007199254740993.0}", "9007199254740994", FALSE },
  { "{'minimum':9223372036854775807}", "9223372036854775808", TRUE },
  { "{'exclusiveMaximum':0.3}", "0.30000000000000004", FALSE },
  { "{'minimum':1.5}", "1", FALSE },
  { "{'minimum':-1.5}", "-1", TRUE },
  { "{'maximum':-1.5}", "-1", FALSE },
  { "{'const':1}", "1.0", TRUE },
  { "{'const':1.0}", "1", TRUE },
  { "{'enum':[[1.0,{'a':2}]]}", "[1,{'a':2.0}]", TRUE },
  { "{'const':0}", "false", FALSE },
  { "{'const':-0.0}", "0", TRUE },
  { "{'type':'integer'}", "1e20", TRUE },
  { "{'type':'integer'}", "1.5", FALSE },
  { "{'uniqueItems':true}", "[1,true,'1',[1],{'a':1},1.0]", FALSE },
  { "{'uniqueItems':true}", "[0,1,2,3,4,5,6,7,8,9,10,11,false,null,'0',[0],9.0]", FALSE },
  { "{'uniqueItems':true}", "[0,1,2,3,4,5,6,7,8,9,10,11,false,null,'0',[0],9.5]", TRUE },
  { "{'uniqueItems':true}", "[1,2,3,4,5,6,7,8,{'a':1,'b':2},{'b':2.0,'a':1}]", FALSE },
  { "{'minLength':2.0}", "'a'", FALSE },
  { "{'maxLength':2}", "'\\ud83d\\udca9\\ud83d\\udca9'", TRUE },
  { "{'maxItems':1e300}", "[1]", TRUE },
  /* patterns: ECMA-262, not anchored, ASCII digits */
  { "{'pattern':'^\\\\d+$'}", "'\\u0661'", FALSE },
  { "{'pattern':'^\\\\p{Letter}+$'}", "'Đặng'", TRUE },
  { "{'pattern':'^\\\\p{Script=Latin}+$'}", "'Đặng'", TRUE },
  { "{'pattern':'^\\\\P{Lu}$'}", "'Đ'", FALSE },
  { "{'pattern':'^a$'}", "'a\\n'", FALSE },
  { "{'pattern':'es'}", "'exp'", FALSE },
  { "{'pattern':'es'}", "'tests'", TRUE },
  { "{'pattern':'^\\\\S$'}", "'\\ufeff'", FALSE },
  { "{'pattern':'^.$'}", "'\\u2028'", FALSE },
  { "{'pattern':'^.$'}", "'\\ud83d\\udc32'", TRUE },
  { "{'pattern':'^\\ud83d\\udc32*$'}", "'\\ud83d\\udc32\\ud83d\\udc32'", TRUE },
  { "{'pattern':'^\\\\u{1F432}$'}", "'\\ud83d\\udc32'", TRUE },
  { "{'pattern':'^\\\\cC$'}", "'\\u0003'", TRUE },
  { "{'pattern':'^(?<y>[a-z])\\\\k<y>$'}", "'bb'", TRUE },
  { "{'pattern':'(?<!a)b'}", "'ab'", FALSE },
  { "{'pattern':'^[^]$'}", "'\\n'", TRUE },
  { "{'pattern':'[]'}", "'a'", FALSE },
  /* halves of pairs, which no text has */
  { "{'pattern':'[\\\\ud800-\\\\udfff]'}", "'-'", FALSE },
  { "{'pattern':'[\\\\ud800-\\\\udbff][\\\\udc00-\\\\udfff]'}", "'\\ud83d\\udc32'", FALSE },
  { "{'pattern':'[\\\\ud800]'}", "']'", FALSE },
  { "{'pattern':'^[\\\\ud800-]$'}", "'-'", TRUE },
  { "{'pattern':'^[^\\\\ud800-\\\\udfff]$'}", "'-'", TRUE },
  { "{'pattern':'^[^\\\\ud800-\\\\udfff]$'}", "'\\ud83d\\udc32'", TRUE },
  { "{'pattern':'^[a\\\\ud800-\\\\udfffb-d]+$'}", "'acb'", TRUE },
  { "{'pattern':'^[a\\\\ud800-\\\\udfffb]$'}", "'-'", FALSE },
  { "{'pattern':'^[\\\\u0061-\\\\ud800]$'}", "'\\ud7ff'", TRUE },
  { "{'pattern':'^[\\\\u0061-\\\\ud800]$'}", "'\\ue000'", FALSE },
  { "{'pattern':'^[\\\\ud800-\\\\uffff]$'}", "'\\ue000'", TRUE },
  { "{'pattern':'^[\\\\ud800-\\\\uffff]$'}", "'-'", FALSE },
  { "{'pattern':'^[\\\\ud83d\\\\udc00-\\\\ud83d\\\\udfff]$'}", "'\\ud83d\\udc32'", TRUE },
  { "{'pattern':'^[\\\\w.-]{2,3}$'}", "'a.-'", TRUE },
  { "{'pattern':'^[a-z]*z$'}", "'abz'", TRUE },
  { "{'pattern':'^[^a]{2}$'}", "'ố1'", TRUE },
  { "{'patternProperties':{'^x-':{'type':'string'}},'additionalProperties':false}",
    "{'x-a':'1','x-b':'2'}", TRUE },
  { "{'patternProperties':{'^x-':{'type':'string'}},'additionalProperties':false}",
    "{'x-a':'1','y':'2'}", FALSE },
  /* names: escaped, long, equal to those of Object's prototype elsewhere */
  { "{'properties':{'a/b':false}}", "{'a/b':1}", FALSE },
  { "{'required':['__proto__','constructor']}", "{'__proto__':1}", FALSE },
  { "{'required':['a','b','a b']}", "{'a':1,'b':1,'a b':1,'c':1,'d':1}", TRUE },
  { "{'propertyNames':{'enum':['a',1]}}", "{'a':1}", TRUE },
  { "{'propertyNames':{'const':'a'}}", "{'b':1}", FALSE },
  { "{'propertyNames':{'not':{'const':1}}}", "{'b':1}", TRUE },
  /* references */
  { "{'$ref':'#/$defs/a~1b%25','$defs':{'a/b%':{'type':'null'}}}", "null", TRUE },
  { "{'$ref':'#/definitions/old','definitions':{'old':{'type':'null'}}}", "1", FALSE },
  { "{'$ref':'https://json-schema.org/draft/2020-12/schema'}", "{'type':'strin'}", FALSE },
  { "{'$ref':'https://json-schema.org/draft/2020-12/schema'}",
    "{'properties':{'a':{'$defs':{'b':{'minLength':-1}}}}}", FALSE },
  { "{'$ref':'https://json-schema.org/draft/2020-12/schema'}", "{'type':['string','null']}", TRUE },
  /* unevaluated, through everything that may evaluate */
  { "{'allOf':[{'properties':{'a':true}}],'unevaluatedProperties':false}", "{'a':1,'b':1}", FALSE },
  { "{'not':{'not':{'properties':{'a':true}}},'unevaluatedProperties':false}", "{'a':1}", FALSE },
  { "{'if':{'properties':{'a':{'const':1}},'required':['a']},'then':{'properties':{'b':true}},"
    "'unevaluatedProperties':false}",
    "{'a':1,'b':2}", TRUE },
  { "{'prefixItems':[true],'contains':{'const':3},'unevaluatedItems':{'const':2}}", "[1,2,3,2]",
    TRUE },
  { "{'prefixItems':[true],'contains':{'const':3},'unevaluatedItems':{'const':2}}", "[1,2,3,4]",
    FALSE },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (HsSchema) schema = schema_test_compile (values[i].schema, HS_SCHEMA_DEFAULT);
      g_autoptr (JsonNode) instance = schema_test_parse (values[i].instance);

      if (schema_test_is_valid (schema, instance) == values[i].valid)
        continue;
      g_test_message ("%s: %s", values[i].schema, values[i].instance);
      g_test_fail ();
    }
}

/* More than 512 members: the record of evaluated ones does not fit on the stack. */
static void
test_many_members (void)
{
  g_autoptr (HsSchema) schema = schema_test_compile (
    "{'anyOf':[{'patternProperties':{'^a':true}},{'properties':{'b':true}}],"
    "'unevaluatedProperties':false,'$defs':{'l':{'uniqueItems':true,'unevaluatedItems':false,"
    "'items':{'type':'integer'}}},'properties':{'list':{'$ref':'#/$defs/l'}}}",
    HS_SCHEMA_DEFAULT);
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();
  g_autoptr (JsonNode) instance = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  for (gint64 i = 0; i < 3000; i++)
    {
      g_autofree char *name = g_strdup_printf ("a%" G_GINT64_FORMAT, i);

      json_object_set_int_member (object, name, i);
      json_array_add_int_element (list, i);
    }
  json_object_set_array_member (object, "list", list);
  json_object_set_int_member (object, "b", 1);
  g_assert_true (schema_test_is_valid (schema, instance));
  json_array_add_int_element (list, 1234);
  g_assert_false (schema_test_is_valid (schema, instance));
  json_array_remove_element (list, 3000);
  json_object_set_int_member (object, "c", 1);
  g_assert_false (schema_test_is_valid (schema, instance));
}

/* Formats. */

static const struct
{
  const char *format, *good[8], *bad[10];
} formats[] = {
  { "date",
    { "2024-02-29", "2000-02-29" },
    { "2023-02-29", "1900-02-29", "2024-13-01", "2024-1-01", "2024-01-01T", "", "२०२४-01-01" } },
  { "time",
    { "08:30:06Z", "23:59:60Z", "08:30:06.123+07:00", "01:29:60+01:30", "15:59:60-08:00" },
    { "24:00:00Z", "22:59:60Z", "08:30:06", "08:30:06.Z", "08:30:06+24:00", "1:1:1Z" } },
  { "date-time",
    { "1963-06-19T08:30:06.283185Z", "1990-12-31t15:59:59-08:00" },
    { "1963-06-19 08:30:06Z", "1998-12-31T23:58:60Z", "1963-06-19T08:30:06",
      "1963-6-19T08:30:06Z" } },
  { "duration",
    { "P4DT12H30M5S", "P4Y", "PT0S", "P1M", "P2W", "PT36H", "P1Y2M3D" },
    { "PT1D", "P", "P1YT", "PT", "P2D1Y", "P1Y2W", "P1D2H", "1D", "P1", "P1Y2D" } },
  { "email",
    { "a@example.vn", "\"a b\"@example.vn", "a.b+c@[127.0.0.1]", "a@[IPv6:::1]", "~a@x" },
    { "a", ".a@x.vn", "a.@x.vn", "a..b@x.vn", "a@b@c.vn", "a@-x.vn", "a b@x.vn", "a@[1.2.3]" } },
  { "idn-email", { "실례@실례.테스트", "a@x.vn" }, { "2962", "@x.vn" } },
  { "hostname",
    { "www.example.com", "xn--4gbwdl.xn--wgbh1c", "a", "1host", "a-b.c" },
    { "-a.com", "a-.com", "a_b", "a..b", "", "xn--X", "ab--cd", "a.", ".a" } },
  { "idn-hostname",
    { "실례.테스트", "l·l", "ヽ・", "straße.de", "xn--ihqwcrb4cv8a8dqg056pqjye" },
    { "〮실례", "a·l", "def・abc", "-> $1.00 --", "ab--ố", "ＡＢ", "͵S", "A׳ב" } },
  { "ipv4",
    { "192.168.0.1", "0.0.0.0" },
    { "256.1.1.1", "1.1.1", "1.1.1.1.1", "087.10.0.1", "1.1.1.1/8" } },
  { "ipv6",
    { "::1", "::", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1", "1:2::8", "2::" },
    { "12345::", ":1", "1:2:3:4:5:6:7", "1::2::3", "::1%eth0", "1:2:3:4:5:6:7:8:9",
      ":::", "::1.2.3" } },
  { "uri",
    { "http://foo.bar/?baz=qux#quux", "urn:oasis:names", "mailto:a@b", "http://[::1]:80/",
      "tel:+1-816" },
    { "//foo.bar", "\\\\WINDOWS", "abc", "http:// x", ":// x", "http://a/<>", "http://[x]/",
      "http://a:x/", "%61:b", "http://ố.vn" } },
  { "uri-reference",
    { "/abc", "abc", "#frag", "", "a/b:c" },
    { "\\\\W\\f", "#f\\g", "a:b%", "1:b" } },
  { "iri", { "http://ƒøø.ßår/?∂éœ=πîx" }, { "/abc", "http://a/\\", "âππ" } },
  { "iri-reference", { "#ƒräg", "âππ" }, { "\\\\W" } },
  { "uri-template",
    { "http://a/d/{term:1}/{term}", "", "{?x,y*}", "{+a.b}" },
    { "http://a/{term:1}/{term", "{}", "{a b}", "}", "{a:0}", "%z" } },
  { "uuid",
    { "2EB8AA08-aa98-11ea-b4aa-73B441D16380", "00000000-0000-0000-0000-000000000000" },
    { "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa9811eab4aa73b441d16380",
      "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380" } },
  { "regex", { "([abc])+\\s+$" }, { "^(abc]", "a{2,1}", "(?i)a" } },
  { "json-pointer", { "/foo/bar~0/baz~1/%a", "", "/" }, { "/foo/~", "a", "#/", "/~2" } },
  { "relative-json-pointer",
    { "1", "0/foo", "2/0/a", "0#" },
    { "/a", "-1/a", "01/a", "0##", "", "+1/a" } },
  { "vn-cccd", { "001195012345" }, { "00119501234", "00119501234a" } },
};

static void
check_format (HsSchema *schema, const char *format, const char *text, gboolean good)
{
  g_autoptr (JsonNode) instance = json_node_init_string (json_node_alloc (), text);

  if (schema_test_is_valid (schema, instance) == good)
    return;
  g_test_message ("%s: “%s”", format, text);
  g_test_fail ();
}

static void
test_formats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'format':'%s'}", formats[i].format);
      g_autoptr (HsSchema) asserted = schema_test_compile (text, HS_SCHEMA_ASSERT_FORMATS);
      g_autoptr (HsSchema) noted = schema_test_compile (text, HS_SCHEMA_DEFAULT);

      for (guint k = 0; k < G_N_ELEMENTS (formats[i].good) && formats[i].good[k] != NULL; k++)
        check_format (asserted, formats[i].format, formats[i].good[k], TRUE);
      for (guint k = 0; k < G_N_ELEMENTS (formats[i].bad) && formats[i].bad[k] != NULL; k++)
        {
          check_format (asserted, formats[i].format, formats[i].bad[k], FALSE);
          check_format (noted, formats[i].format, formats[i].bad[k], TRUE);
        }
    }
}

/* A meta-schema can ask for formats, and leave keywords out. */
static void
test_vocabularies (void)
{
  static const struct
  {
    const char *meta, *schema, *instance;
    int valid; /* -1: refused */
  } cases[] = {
    { "{'$vocabulary':{'https://json-schema.org/draft/2020-12/vocab/core':true,"
      "'https://json-schema.org/draft/2020-12/vocab/format-assertion':false}}",
      "{'$schema':'https://x.test/meta','format':'ipv4'}", "'x'", FALSE },
    { "{'$vocabulary':{'https://json-schema.org/draft/2020-12/vocab/format-assertion':true}}",
      "{'$schema':'https://x.test/meta','format':'nobody-knows'}", "'x'", -1 },
    { "{'$vocabulary':{'https://json-schema.org/draft/2020-12/vocab/applicator':true}}",
      "{'$schema':'https://x.test/meta','properties':{'a':false,'b':{'type':'string'}}}", "{'b':1}",
      TRUE },
    { "{'$vocabulary':{'https://x.test/vocab/own':true}}", "{'$schema':'https://x.test/meta'}", "1",
      -1 },
    { "{'$vocabulary':{'https://x.test/vocab/own':false}}", "{'$schema':'https://x.test/meta'}",
      "1", TRUE },
    { "{}", "{'$schema':'https://x.test/meta','type':'string'}", "1", FALSE },
    { "{}", "{'$schema':'http://json-schema.org/draft-07/schema#'}", "1", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HsSchemaSources) sources = hs_schema_sources_new ();
      g_autoptr (JsonNode) meta = schema_test_parse (cases[i].meta);
      g_autoptr (JsonNode) root = schema_test_parse (cases[i].schema);
      g_autoptr (JsonNode) instance = schema_test_parse (cases[i].instance);
      g_autoptr (HsSchema) schema = NULL;
      g_autofree char *where = NULL;
      g_autoptr (GError) error = NULL;

      hs_schema_sources_add (sources, "https://x.test/meta", meta, &error);
      g_assert_no_error (error);
      schema = hs_schema_compile (root, "", sources, HS_SCHEMA_DEFAULT, &where, &error);
      g_assert_cmpint (schema == NULL, ==, cases[i].valid == -1);
      if (schema != NULL)
        g_assert_cmpint (schema_test_is_valid (schema, instance), ==, cases[i].valid);
      else
        g_assert_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE);
    }
}

/* Which patterns are walked without PCRE2. */
static void
test_simple_patterns (void)
{
  static const struct
  {
    const char *pattern;
    gboolean simple;
  } cases[] = {
    { "^[0-9]{12}$", TRUE },
    { "^\\d{9}$", TRUE },
    { "^[A-Z]\\d{7,8}$", TRUE },
    { "^a+b*c$", TRUE },
    { "^a*a$", FALSE },
    { "^(a|b)$", FALSE },
    { "", TRUE },
    { "^", TRUE },
    { "a", TRUE },
    { "ab", FALSE },
    { "^[a-z]+?$", FALSE },
    { "^[^,]*,x", TRUE },
    { "^ố$", FALSE },
    { "^.{1,20}$", TRUE },
    { "^a|b$", FALSE },
    { "^\\s$", FALSE },
    { "^[\\d-]+$", TRUE },
    { "^x{2,1}$", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HsSchemaRegex *regex = hs_schema_regex_new (cases[i].pattern, NULL);

      if (regex == NULL)
        {
          g_assert_cmpstr (cases[i].pattern, ==, "^x{2,1}$");
          continue;
        }
      if (hs_schema_regex_is_simple (regex) != cases[i].simple)
        {
          g_test_message ("%s", cases[i].pattern);
          g_test_fail ();
        }
      hs_schema_regex_free (regex);
    }
}

/* RFC 3986, 5.4. */
static void
test_uris (void)
{
  static const struct
  {
    const char *base, *reference, *uri;
  } cases[] = {
    { "http://a/b/c/d;p?q", "g:h", "g:h" },
    { "http://a/b/c/d;p?q", "g", "http://a/b/c/g" },
    { "http://a/b/c/d;p?q", "./g", "http://a/b/c/g" },
    { "http://a/b/c/d;p?q", "g/", "http://a/b/c/g/" },
    { "http://a/b/c/d;p?q", "/g", "http://a/g" },
    { "http://a/b/c/d;p?q", "//g", "http://g" },
    { "http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y" },
    { "http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s" },
    { "http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q" },
    { "http://a/b/c/d;p?q", "..", "http://a/b/" },
    { "http://a/b/c/d;p?q", "../g", "http://a/b/g" },
    { "http://a/b/c/d;p?q", "../../../g", "http://a/g" },
    { "http://a/b/c/d;p?q", "/./g", "http://a/g" },
    { "http://a/b/c/d;p?q", "./g/.", "http://a/b/c/g/" },
    { "http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y" },
    { "http://a", "g", "http://a/g" },
    { "urn:x:y", "#a", "urn:x:y#a" },
    { "", "a/b", "a/b" },
    { "a/b", "c", "a/c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *uri = hs_schema_uri_resolve (cases[i].base, cases[i].reference);

      g_assert_cmpstr (uri, ==, cases[i].uri);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/suite", test_suite);
  g_test_add_func ("/schema/values", test_values);
  g_test_add_func ("/schema/many-members", test_many_members);
  g_test_add_func ("/schema/formats", test_formats);
  g_test_add_func ("/schema/vocabularies", test_vocabularies);
  g_test_add_func ("/schema/simple-patterns", test_simple_patterns);
  g_test_add_func ("/schema/uris", test_uris);
  return g_test_run ();
}
