/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The canonical writer (examples and number table of RFC 8785), equality and pointers. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json.h"

#include <math.h>
#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_written (const char *text, const char *expected)
{
  g_autoptr (JsonNode) node = parse (text);
  g_autofree char *written = hs_json_write (node);

  g_assert_cmpstr (written, ==, expected);
}

static void
test_rfc8785_examples (void)
{
  /* Section 3.2.2 with 3.2.4 */
  assert_written ("{\n"
                  "  \"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, "
                  "0.000000000000000000000000001],\n"
                  "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
                  "  \"literals\": [null, true, false]\n"
                  "}",
                  "{\"literals\":[null,true,false],"
                  "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                  "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  /* Section 3.2.3: order of UTF-16 code units */
  assert_written ("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\","
                  "\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
                  "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                  "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
                  "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
                  "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                  "\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  assert_written ("\"\\b\\t\\n\\f\\r\\u000b\\u001f\\u007f\\/\"",
                  "\"\\b\\t\\n\\f\\r\\u000b\\u001f\x7f/\"");
  assert_written ("{\"ab\":1,\"a\":2,\"\":3,\"A\":4}", "{\"\":3,\"A\":4,\"a\":2,\"ab\":1}");
}

/* RFC 8785, appendix B, and where shortest digits are easily missed. */
static const struct
{
  guint64 bits;
  const char *text;
} doubles[] = {
  { 0x0000000000000000, "0" },
  { 0x8000000000000000, "0" },
  { 0x0000000000000001, "5e-324" },
  { 0x8000000000000001, "-5e-324" },
  { 0x7fefffffffffffff, "1.7976931348623157e+308" },
  { 0xffefffffffffffff, "-1.7976931348623157e+308" },
  { 0x4340000000000000, "9007199254740992" },
  { 0xc340000000000000, "-9007199254740992" },
  { 0x4430000000000000, "295147905179352830000" },
  { 0x44b52d02c7e14af5, "9.999999999999997e+22" },
  { 0x44b52d02c7e14af6, "1e+23" },
  { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
  { 0x444b1ae4d6e2ef4e, "999999999999999700000" },
  { 0x444b1ae4d6e2ef4f, "999999999999999900000" },
  { 0x444b1ae4d6e2ef50, "1e+21" },
  { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
  { 0x3eb0c6f7a0b5ed8d, "0.000001" },
  { 0x41b3de4355555553, "333333333.3333332" },
  { 0x41b3de4355555554, "333333333.33333325" },
  { 0x41b3de4355555555, "333333333.3333333" },
  { 0x41b3de4355555556, "333333333.3333334" },
  { 0x41b3de4355555557, "333333333.33333343" },
  { 0xbecbf647612f3696, "-0.0000033333333333333333" },
  { 0x43143ff3c1cb0959, "1424953923781206.2" },
  { 0x3d30000000000000, "5.684341886080802e-14" }, /* 2^-44: the nearest 16 digits fail */
  { 0x0010000000000000, "2.2250738585072014e-308" },
  { 0x000fffffffffffff, "2.225073858507201e-308" },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      char text[HS_JSON_NUMBER_SIZE];
      double value;

      memcpy (&value, &doubles[i].bits, sizeof value);
      hs_json_number_to_text (value, text);
      g_assert_cmpstr (text, ==, doubles[i].text);
    }
}

/* Whatever the double, its text reads back as the same, and no shorter one of %.Ng does. */
static void
test_random_numbers (void)
{
  for (int i = 0; i < 20000; i++)
    {
      guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      char text[HS_JSON_NUMBER_SIZE], shorter[64];
      gsize digits = 0;
      double value;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      hs_json_number_to_text (value, text);
      g_assert_true (g_ascii_strtod (text, NULL) == value);
      for (const char *p = text; *p != '\0' && *p != 'e'; p++)
        digits += g_ascii_isdigit (*p) && (digits > 0 || *p != '0');
      if (digits < 16 || digits > 17 || strpbrk (text, ".e") == NULL)
        continue;
      g_snprintf (shorter, sizeof shorter, "%.*e", (int) digits - 2, value);
      g_assert_true (g_ascii_strtod (shorter, NULL) != value);
    }
}

static void
test_pretty (void)
{
  g_autoptr (JsonNode) node = parse ("{\"b\":[1,{}],\"a\":{\"x\":[]}}");
  g_autofree char *text = hs_json_write_pretty (node);

  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"a\": {\n"
                   "    \"x\": []\n"
                   "  },\n"
                   "  \"b\": [\n"
                   "    1,\n"
                   "    {}\n"
                   "  ]\n"
                   "}\n");
}

static void
test_equal (void)
{
  static const struct
  {
    const char *a, *b;
    gboolean equal;
  } cases[] = {
    { "1", "1.0", TRUE },
    { "0", "-0.0", TRUE },
    { "9007199254740993", "9007199254740992.0", FALSE },
    { "9223372036854775807", "9223372036854775808", FALSE },
    { "58888888888888890", "58888888888888888.8", TRUE },
    { "58888888888888888", "58888888888888888.8", FALSE },
    { "1", "true", FALSE },
    { "0", "false", FALSE },
    { "null", "false", FALSE },
    { "\"a\"", "\"a\"", TRUE },
    { "\"1\"", "1", FALSE },
    { "{\"a\":1,\"b\":[1,2]}", "{\"b\":[1,2.0],\"a\":1}", TRUE },
    { "{\"a\":1}", "{\"a\":1,\"b\":null}", FALSE },
    { "{\"a\":1}", "{\"b\":1}", FALSE },
    { "[1,2]", "[2,1]", FALSE },
    { "[]", "{}", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) a = parse (cases[i].a);
      g_autoptr (JsonNode) b = parse (cases[i].b);

      g_assert_true (hs_json_equal (a, b) == cases[i].equal);
      g_assert_true (hs_json_equal (b, a) == cases[i].equal);
    }
}

static void
test_pointer_get (void)
{
  /* RFC 6901, section 5 */
  g_autoptr (JsonNode) root =
    parse ("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
           "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}");
  static const char *const pointers[] = { "/",     "/a~1b", "/c%d", "/e^f", "/g|h",
                                          "/i\\j", "/k\"l", "/ ",   "/m~0n" };

  g_assert_true (hs_json_pointer_get (root, "") == root);
  g_assert_cmpstr (json_node_get_string (hs_json_pointer_get (root, "/foo/0")), ==, "bar");
  for (gsize i = 0; i < G_N_ELEMENTS (pointers); i++)
    g_assert_cmpint (json_node_get_int (hs_json_pointer_get (root, pointers[i])), ==, i);
}

static const struct
{
  const char *before, *pointer, *value, *after; /* after NULL: refused, unchanged */
} sets[] = {
  { "{}", "/a", "1", "{\"a\":1}" },
  { "{}", "/a/b/c", "1", "{\"a\":{\"b\":{\"c\":1}}}" },
  { "{\"a\":[1,2,3]}", "/a/1", "9", "{\"a\":[1,9,3]}" },
  { "{\"a\":[1,2,3]}", "/a/3", "9", "{\"a\":[1,2,3,9]}" },
  { "{\"a\":[1,2,3]}", "/a/-", "9", "{\"a\":[1,2,3,9]}" },
  { "{\"a\":[1,2,3]}", "/a/4", "9", NULL },
  { "{\"a\":[1,2,3]}", "/a/01", "9", NULL },
  { "{\"a\":[1,2,3]}", "/a/x", "9", NULL },
  { "{\"a\":[{}]}", "/a/0/b", "9", "{\"a\":[{\"b\":9}]}" },
  { "{\"a\":[]}", "/a/0/b", "9", "{\"a\":[{\"b\":9}]}" },
  { "{\"a\":1}", "/a/b", "9", NULL },
  { "{\"a\":null}", "/a/b", "9", NULL },
  { "{\"a\":1}", "a", "9", NULL },
  { "{\"a\":1}", "/a~2", "9", NULL },
  { "{}", "/x/a~", "9", NULL },
  { "{\"a\":1}", "", "{\"b\":2}", "{\"b\":2}" },
  { "[1]", "", "[2]", "[2]" },
  { "1", "", "\"s\"", "\"s\"" },
  { "{\"a\":1}", "", "[2]", NULL },
  { "{\"a\":1}", "", NULL, NULL },
  { "{\"a\":1,\"b\":2}", "/a", NULL, "{\"b\":2}" },
  { "{\"a\":[1,2,3]}", "/a/1", NULL, "{\"a\":[1,3]}" },
  { "{\"b\":2}", "/a/x/y", NULL, "{\"b\":2}" },
  { "{\"b\":2}", "/b/x", NULL, NULL },
  { "{}", "/x~1y/m~0n", "1", "{\"x/y\":{\"m~n\":1}}" },
};

static void
test_pointer_set (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (JsonNode) root = parse (sets[i].before);
      JsonNode *value = sets[i].value != NULL ? parse (sets[i].value) : NULL;
      gboolean done = hs_json_pointer_set (root, sets[i].pointer, value);
      g_autofree char *after = hs_json_write (root);

      g_test_message ("%s %s", sets[i].before, sets[i].pointer);
      g_assert_true (done == (sets[i].after != NULL));
      g_assert_cmpstr (after, ==, done ? sets[i].after : sets[i].before);
    }
}

static void
test_pointer_append (void)
{
  g_autofree char *pointer = hs_json_pointer_append ("/a", "m~n/0");

  g_assert_cmpstr (pointer, ==, "/a/m~0n~10");
}

static void
test_members_of_wrong_type (void)
{
  g_autoptr (JsonNode) root =
    parse ("{\"s\":\"x\",\"i\":7,\"w\":7.0,\"d\":7.5,\"b\":true,\"o\":{},\"a\":[],\"n\":null}");
  JsonObject *object = json_node_get_object (root);

  g_assert_cmpstr (hs_json_string (object, "s", "-"), ==, "x");
  g_assert_cmpstr (hs_json_string (object, "i", "-"), ==, "-");
  g_assert_cmpstr (hs_json_string (object, "n", "-"), ==, "-");
  g_assert_cmpstr (hs_json_string (object, "missing", NULL), ==, NULL);
  g_assert_cmpstr (hs_json_string (NULL, "s", "-"), ==, "-");
  g_assert_cmpint (hs_json_int (object, "i", -1), ==, 7);
  g_assert_cmpint (hs_json_int (object, "w", -1), ==, 7);
  g_assert_cmpint (hs_json_int (object, "d", -1), ==, -1);
  g_assert_cmpint (hs_json_int (object, "b", -1), ==, -1);
  g_assert_true (hs_json_bool (object, "b", FALSE));
  g_assert_true (hs_json_bool (object, "i", TRUE));
  g_assert_nonnull (hs_json_object (object, "o"));
  g_assert_null (hs_json_object (object, "a"));
  g_assert_nonnull (hs_json_array (object, "a"));
  g_assert_null (hs_json_array (object, "o"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-write/rfc8785-examples", test_rfc8785_examples);
  g_test_add_func ("/json-write/numbers", test_numbers);
  g_test_add_func ("/json-write/random-numbers", test_random_numbers);
  g_test_add_func ("/json-write/pretty", test_pretty);
  g_test_add_func ("/json-write/equal", test_equal);
  g_test_add_func ("/json-write/pointer-get", test_pointer_get);
  g_test_add_func ("/json-write/pointer-set", test_pointer_set);
  g_test_add_func ("/json-write/pointer-append", test_pointer_append);
  g_test_add_func ("/json-write/members-of-wrong-type", test_members_of_wrong_type);
  return g_test_run ();
}
