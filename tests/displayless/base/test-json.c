/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strict reader: verdicts of the public parsing suite, places of errors, bounds, exact numbers. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-base-error.h"
#include "base/hs-json.h"
#include "hs-test.h"

#include <string.h>

/* Cases of the suite that RFC 8259 lets pass and this reader refuses on purpose. */
static const struct
{
  const char *name;
  HsBaseError code;
} refused[] = {
  { "y_object_duplicated_key.json", HS_BASE_ERROR_JSON_DUPLICATE },
  { "y_object_duplicated_key_and_value.json", HS_BASE_ERROR_JSON_DUPLICATE },
  { "y_object_escaped_null_in_key.json", HS_BASE_ERROR_JSON_ENCODING },
  { "y_string_null_escape.json", HS_BASE_ERROR_JSON_ENCODING },
};

static void
check_suite_file (const char *dir, const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = hs_json_load (path, HS_JSON_DEFAULT, &error);
  g_autoptr (JsonNode) by_the_rfc = hs_json_load (path, HS_JSON_RFC8259, NULL);

  g_assert_cmpint (by_the_rfc != NULL, ==, *name == 'y');
  g_test_message ("%s: %s", name, error != NULL ? error->message : "accepted");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    if (strcmp (refused[i].name, name) == 0)
      {
        g_assert_error (error, HS_BASE_ERROR, (int) refused[i].code);
        return;
      }
  if (*name == 'y')
    g_assert_no_error (error);
  else
    g_assert_nonnull (error);
  g_assert_true ((node == NULL) == (error != NULL));
}

static void
test_suite (void)
{
  g_autofree char *path = hs_test_suite ("json-parsing/test_parsing");
  g_autoptr (GDir) dir = path != NULL ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;
  guint n = 0;

  if (dir == NULL)
    {
      g_test_skip ("the json-parsing suite is not there");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "y_") || g_str_has_prefix (name, "n_"))
      {
        check_suite_file (path, name);
        n++;
      }
  g_assert_cmpuint (n, ==, 283);
}

/* Text, code and what the message must have. */
static const struct
{
  const char *text;
  HsBaseError code;
  const char *said;
} bad[] = {
  { "", HS_BASE_ERROR_JSON_SYNTAX, "line 1, column 1: the text ends" },
  { "  ", HS_BASE_ERROR_JSON_SYNTAX, "line 1, column 3" },
  { "[1,\n 2,\n  x]", HS_BASE_ERROR_JSON_SYNTAX, "line 3, column 3: 'x'" },
  { "[1] 2", HS_BASE_ERROR_JSON_SYNTAX, "line 1, column 5" },
  { "[1,]", HS_BASE_ERROR_JSON_SYNTAX, "line 1, column 4" },
  { "{\"a\":1,}", HS_BASE_ERROR_JSON_SYNTAX, "a key in quotes" },
  { "{'a':1}", HS_BASE_ERROR_JSON_SYNTAX, "'''" },
  { "01", HS_BASE_ERROR_JSON_SYNTAX, "leading zero" },
  { "-", HS_BASE_ERROR_JSON_SYNTAX, "a digit" },
  { "1.", HS_BASE_ERROR_JSON_SYNTAX, "a digit" },
  { "1e", HS_BASE_ERROR_JSON_SYNTAX, "a digit" },
  { ".5", HS_BASE_ERROR_JSON_SYNTAX, "'.'" },
  { "+1", HS_BASE_ERROR_JSON_SYNTAX, "'+'" },
  { "0x10", HS_BASE_ERROR_JSON_SYNTAX, "'x'" },
  { "NaN", HS_BASE_ERROR_JSON_SYNTAX, "'N'" },
  { "True", HS_BASE_ERROR_JSON_SYNTAX, "'T'" },
  { "\"a\nb\"", HS_BASE_ERROR_JSON_SYNTAX, "0x0a" },
  { "\"\\x41\"", HS_BASE_ERROR_JSON_SYNTAX, "an escape" },
  { "\"\\u12g4\"", HS_BASE_ERROR_JSON_SYNTAX, "hexadecimal" },
  { "\"abc", HS_BASE_ERROR_JSON_SYNTAX, "line 1, column 1: the string has no end" },
  { "\xef\xbb\xbf{}", HS_BASE_ERROR_JSON_SYNTAX, "byte order mark" },
  { "\"\\u0000\"", HS_BASE_ERROR_JSON_ENCODING, "line 1, column 2" },
  { "\"\\ud800\"", HS_BASE_ERROR_JSON_ENCODING, "high surrogate" },
  { "\"\\ud800\\u0041\"", HS_BASE_ERROR_JSON_ENCODING, "high surrogate" },
  { "\"\\udc00\"", HS_BASE_ERROR_JSON_ENCODING, "low surrogate" },
  { "\"\xff\"", HS_BASE_ERROR_JSON_ENCODING, "line 1, column 2: byte 0xff" },
  { "\"\xed\xa0\x80\"", HS_BASE_ERROR_JSON_ENCODING, "column 2" },
  { "\"\xc0\x80\"", HS_BASE_ERROR_JSON_ENCODING, "column 2" },
  { "1e400", HS_BASE_ERROR_JSON_NUMBER, "too large" },
  { "{\"a\":1,\n\"b\":2,\n \"a\":3}", HS_BASE_ERROR_JSON_DUPLICATE,
    "line 3, column 2: key \"a\" is already at line 1, column 2" },
  { "[{\"a\":{\"x\":1}, \"\\u0061\":0}]", HS_BASE_ERROR_JSON_DUPLICATE,
    "line 1, column 16: key \"a\" is already at line 1, column 3" },
};

static void
test_errors_name_their_place (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = hs_json_parse (bad[i].text, -1, HS_JSON_DEFAULT, 0, &error);

      g_autofree char *shown = g_strescape (bad[i].text, NULL);

      g_test_message ("%s: %s", shown, error != NULL ? error->message : "accepted");
      g_assert_null (node);
      g_assert_error (error, HS_BASE_ERROR, (int) bad[i].code);
      g_assert_nonnull (strstr (error->message, bad[i].said));
    }
}

static const char rich[] =
  " {\"tên\" : \"Nguyễn\\u0020\\ud83d\\ude00\\n\\\\\", \"a\": [ -0.5e+3, 12, 0, true, false, null, "
  "{}, [], {\"b\":[[\"x\"]]}],\r\n\t\"\":\"\" , \"n\":-9223372036854775808 } ";

/* Only the whole text (and what is only white space short of it) may pass. */
static void
test_cut_at_every_byte (void)
{
  gsize length = strlen (rich);

  for (gsize n = 0; n <= length; n++)
    {
      /* On the heap, so that one byte too far is seen. */
      g_autofree char *cut = g_memdup2 (rich, n > 0 ? n : 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = hs_json_parse (cut, n, HS_JSON_DEFAULT, 0, &error);

      g_assert_true ((node != NULL) == (n >= length - 1));
      g_assert_true ((node == NULL) == (error != NULL));
    }
}

/* Any single byte changed: a verdict, never a crash. */
static void
test_every_byte_changed (void)
{
  gsize length = strlen (rich);

  for (gsize at = 0; at < length; at++)
    for (int value = 0; value < 256; value += 7)
      {
        g_autofree char *copy = g_memdup2 (rich, length);
        g_autoptr (GError) error = NULL;
        g_autoptr (JsonNode) node = NULL;

        copy[at] = value;
        node = hs_json_parse (copy, length, HS_JSON_EXACT_NUMBERS, 0, &error);
        g_assert_true ((node == NULL) == (error != NULL));
      }
}

static char *
nested (const char *open, const char *middle, const char *close, gsize levels)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < levels; i++)
    g_string_append (text, open);
  g_string_append (text, middle);
  for (gsize i = 0; i < levels; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const struct
  {
    const char *open, *middle, *close;
    gsize levels;
    gboolean good;
  } cases[] = {
    { "[", "", "]", HS_JSON_MAX_DEPTH, TRUE },
    { "[", "", "]", HS_JSON_MAX_DEPTH + 1, FALSE },
    { "{\"a\":", "0", "}", HS_JSON_MAX_DEPTH, TRUE },
    { "{\"a\":", "0", "}", HS_JSON_MAX_DEPTH + 1, FALSE },
    { "[", "", "]", 1000000, FALSE },
    { "[", "", "", 1000000, FALSE },
    { "{\"a\":[", "", "]}", 1000000, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
        nested (cases[i].open, cases[i].middle, cases[i].close, cases[i].levels);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = hs_json_parse (text, -1, HS_JSON_DEFAULT, 0, &error);

      if (cases[i].good)
        g_assert_no_error (error);
      else
        g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_JSON_DEPTH);
      g_assert_true ((node != NULL) == cases[i].good);
    }
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) fits = hs_json_parse ("[1,2]", -1, HS_JSON_DEFAULT, 5, &error);

  g_assert_no_error (error);
  g_assert_nonnull (fits);
  g_assert_null (hs_json_parse ("[1,2]", -1, HS_JSON_DEFAULT, 4, &error));
  g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_JSON_SIZE);
}

/* Read and written again; NULL where exact mode must refuse. */
static const struct
{
  const char *text;
  const char *written;
  gboolean exact;
} numbers[] = {
  { "0", "0", TRUE },
  { "-0", "0", TRUE },
  { "0.0", "0", TRUE },
  { "-0.0", "0", TRUE },
  { "0e999999999999999999999", "0", TRUE },
  { "1.10", "1.1", TRUE },
  { "0.1", "0.1", TRUE },
  { "0.0075", "0.0075", TRUE },
  { "1E2", "100", TRUE },
  { "100e-2", "1", TRUE },
  { "9007199254740993", "9007199254740993", TRUE },
  { "9223372036854775807", "9223372036854775807", TRUE },
  { "-9223372036854775808", "-9223372036854775808", TRUE },
  { "9223372036854775808", "9223372036854776000", FALSE },
  { "-9223372036854775809", "-9223372036854776000", FALSE },
  { "12345678901234567890123", "1.2345678901234568e+22", FALSE },
  { "1e22", "1e+22", TRUE },
  { "10000000000000000000000", "1e+22", TRUE },
  { "0.30000000000000004", "0.30000000000000004", TRUE },
  { "0.300000000000000044", "0.30000000000000004", FALSE },
  { "123456789.123456789", "123456789.12345679", FALSE },
  { "1.7976931348623157e308", "1.7976931348623157e+308", TRUE },
  { "5e-324", "5e-324", TRUE },
  { "4.9e-324", "5e-324", FALSE },
  { "1e-400", "0", FALSE },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = hs_json_parse (numbers[i].text, -1, HS_JSON_DEFAULT, 0, &error);
      g_autoptr (JsonNode) exact = NULL;
      g_autofree char *written = NULL;

      g_assert_no_error (error);
      written = hs_json_write (node);
      g_assert_cmpstr (written, ==, numbers[i].written);
      exact = hs_json_parse (numbers[i].text, -1, HS_JSON_EXACT_NUMBERS, 0, &error);
      g_test_message ("%s", numbers[i].text);
      if (numbers[i].exact)
        g_assert_no_error (error);
      else
        g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_JSON_NUMBER);
    }
}

static void
test_index (void)
{
  static const char text[] = "{\n"
                             "  \"a\": [10,\n"
                             "    {\"x/y\": 1, \"m~n\": [true]}],\n"
                             "  \"\": null,\n"
                             "  \"\\u0111\": \"đ\"\n"
                             "}";
  static const struct
  {
    const char *pointer;
    guint line, column;
  } places[] = {
    { "", 1, 1 },           { "/a", 2, 8 },           { "/a/0", 2, 9 }, { "/a/1", 3, 5 },
    { "/a/1/x~1y", 3, 13 }, { "/a/1/m~0n/0", 3, 24 }, { "/", 4, 7 },    { "/đ", 5, 13 },
  };
  static const char *const nowhere[] = { "/b",     "/a/2", "/a/01",     "/a/-", "/a/0/0",
                                         "/a/1/x", "a",    "/a/1/m~2n", "/a/x" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (HsJsonIndex) index = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = hs_json_parse_indexed (bytes, HS_JSON_DEFAULT, &index, &error);
  guint line, column;

  g_assert_no_error (error);
  g_assert_nonnull (node);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_test_message ("%s", places[i].pointer);
      g_assert_true (hs_json_index_find (index, places[i].pointer, &line, &column));
      g_assert_cmpuint (line, ==, places[i].line);
      g_assert_cmpuint (column, ==, places[i].column);
      g_assert_nonnull (hs_json_pointer_get (node, places[i].pointer));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (nowhere); i++)
    {
      g_assert_false (hs_json_index_find (index, nowhere[i], &line, &column));
      g_assert_null (hs_json_pointer_get (node, nowhere[i]));
    }
}

static void
test_load_names_the_file (void)
{
  HsWorld *world = hs_test_world_new ();
  g_autofree char *path = hs_world_data_path (world, "x.json");
  g_autoptr (GError) error = NULL;

  g_assert_null (hs_json_load (path, HS_JSON_DEFAULT, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "[", 1, NULL));
  g_assert_null (hs_json_load (path, HS_JSON_DEFAULT, &error));
  g_assert_error (error, HS_BASE_ERROR, HS_BASE_ERROR_JSON_SYNTAX);
  g_assert_nonnull (strstr (error->message, path));
  hs_test_world_free (world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/suite", test_suite);
  g_test_add_func ("/json/errors-name-their-place", test_errors_name_their_place);
  g_test_add_func ("/json/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/json/every-byte-changed", test_every_byte_changed);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/index", test_index);
  g_test_add_func ("/json/load-names-the-file", test_load_names_the_file);
  return g_test_run ();
}
