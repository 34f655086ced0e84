/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict reader of RFC 8259 that builds json-glib nodes. json-glib's own parser changes numbers,
 * keeps the last of two equal keys, cuts strings at a NUL and dies of deep nesting; nothing foreign
 * goes through it. Recursion is bounded by HS_JSON_MAX_DEPTH. */
#define G_LOG_DOMAIN "hoso"

#include "base/hs-json.h"
#include "base/hs-base-error.h"
#include "base/hs-file.h"
#include "base/hs-json-private.h"

#include <math.h>
#include <string.h>

#define SHOWN_KEY_BYTES 60

typedef struct
{
  const char *text; /* (unowned) checked to be UTF-8 without NUL */
  gsize length;     /* bytes */
  gsize at;         /* offset of the next byte */
  HsJsonFlags flags;
  guint depth;      /* objects and arrays open */
  GString *scratch; /* (owned) the string or number being read */
  GArray *keys;     /* (owned) (element-type gsize) offsets of the keys of open objects */
  GArray *entries;  /* (unowned) (nullable) (element-type HsJsonEntry) filled for an index */
  GError **error;
} Reader;

static JsonNode *read_value (Reader *r, gsize key_offset);

void
hs_json_place (const char *text, gsize offset, guint *line, guint *column)
{
  gsize start = 0;

  *line = 1;
  for (gsize i = 0; i < offset; i++)
    if (text[i] == '\n')
      {
        ++*line;
        start = i + 1;
      }
  *column = offset - start + 1;
}

static gboolean
  G_GNUC_PRINTF (4, 5) fail (Reader *r, HsBaseError code, gsize offset, const char *format, ...)
{
  g_autofree char *what = NULL;
  guint line, column;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  hs_json_place (r->text, offset, &line, &column);
  g_set_error (r->error, HS_BASE_ERROR, code, "line %u, column %u: %s", line, column, what);
  return FALSE;
}

static gboolean
fail_unexpected (Reader *r, const char *wanted)
{
  guint8 byte;

  if (r->at >= r->length)
    return fail (r, HS_BASE_ERROR_JSON_SYNTAX, r->length, "the text ends where %s is due", wanted);
  byte = r->text[r->at];
  if (byte > 0x20 && byte < 0x7f)
    return fail (r, HS_BASE_ERROR_JSON_SYNTAX, r->at, "'%c' where %s is due", byte, wanted);
  return fail (r, HS_BASE_ERROR_JSON_SYNTAX, r->at, "byte 0x%02x where %s is due", byte, wanted);
}

static gboolean
peek (Reader *r, char c)
{
  return r->at < r->length && r->text[r->at] == c;
}

static gboolean
peek_digit (Reader *r)
{
  return r->at < r->length && g_ascii_isdigit (r->text[r->at]);
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void
skip_space (Reader *r)
{
  while (r->at < r->length && is_space (r->text[r->at]))
    r->at++;
}

static gboolean
read_hex4 (Reader *r, guint *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++, r->at++)
    {
      if (r->at >= r->length || !g_ascii_isxdigit (r->text[r->at]))
        return fail_unexpected (r, "a hexadecimal digit");
      *unit = *unit * 16 + g_ascii_xdigit_value (r->text[r->at]);
    }
  return TRUE;
}

/* After "\u": one code unit, or two that make a character. */
static gboolean
read_unicode_escape (Reader *r)
{
  gsize start = r->at - 2;
  guint high, low;

  if (!read_hex4 (r, &high))
    return FALSE;
  if (high == 0 && (r->flags & HS_JSON_RFC8259))
    high = 0xfffd;
  if (high == 0)
    return fail (r, HS_BASE_ERROR_JSON_ENCODING, start, "\\u0000 is not allowed");
  if (high >= 0xdc00 && high <= 0xdfff)
    return fail (r, HS_BASE_ERROR_JSON_ENCODING, start, "a low surrogate alone");
  if (high < 0xd800 || high > 0xdbff)
    {
      g_string_append_unichar (r->scratch, high);
      return TRUE;
    }
  if (r->at + 2 > r->length || memcmp (r->text + r->at, "\\u", 2) != 0)
    return fail (r, HS_BASE_ERROR_JSON_ENCODING, start, "a high surrogate alone");
  r->at += 2;
  if (!read_hex4 (r, &low))
    return FALSE;
  if (low < 0xdc00 || low > 0xdfff)
    return fail (r, HS_BASE_ERROR_JSON_ENCODING, start, "a high surrogate alone");
  g_string_append_unichar (r->scratch, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
  return TRUE;
}

static gboolean
read_escape (Reader *r)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (r->at >= r->length)
    return fail_unexpected (r, "an escape");
  if (peek (r, 'u'))
    {
      r->at++;
      return read_unicode_escape (r);
    }
  found = strchr (names, r->text[r->at]);
  if (found == NULL)
    return fail_unexpected (r, "an escape of JSON");
  g_string_append_c (r->scratch, values[found - names]);
  r->at++;
  return TRUE;
}

/* The string at the cursor into scratch. */
static gboolean
read_string (Reader *r, const char *what)
{
  gsize start = r->at;

  if (!peek (r, '"'))
    return fail_unexpected (r, what);
  r->at++;
  g_string_truncate (r->scratch, 0);
  for (;;)
    {
      gsize run = r->at;

      while (r->at < r->length && r->text[r->at] != '"' && r->text[r->at] != '\\' &&
             (guint8) r->text[r->at] >= 0x20)
        r->at++;
      g_string_append_len (r->scratch, r->text + run, r->at - run);
      if (r->at >= r->length)
        return fail (r, HS_BASE_ERROR_JSON_SYNTAX, start, "the string has no end");
      if ((guint8) r->text[r->at] < 0x20)
        return fail (r, HS_BASE_ERROR_JSON_SYNTAX, r->at,
                     "control character 0x%02x in a string must be escaped", r->text[r->at]);
      if (r->text[r->at++] == '"')
        return TRUE;
      if (!read_escape (r))
        return FALSE;
    }
}

void
hs_json_decode_key (const char *text, gsize length, gsize offset, GString *out)
{
  Reader r = { .text = text, .length = length, .at = offset, .scratch = out };

  read_string (&r, "a key");
}

static gboolean
skip_digits (Reader *r)
{
  if (!peek_digit (r))
    return fail_unexpected (r, "a digit");
  while (peek_digit (r))
    r->at++;
  return TRUE;
}

/* Moves over a number's text; *integer when it has neither fraction nor exponent. */
static gboolean
skip_number (Reader *r, gboolean *integer)
{
  *integer = TRUE;
  if (peek (r, '-'))
    r->at++;
  if (peek (r, '0'))
    {
      r->at++;
      if (peek_digit (r))
        return fail (r, HS_BASE_ERROR_JSON_SYNTAX, r->at, "a number with a leading zero");
    }
  else if (!skip_digits (r))
    return FALSE;
  if (peek (r, '.'))
    {
      *integer = FALSE;
      r->at++;
      if (!skip_digits (r))
        return FALSE;
    }
  if (peek (r, 'e') || peek (r, 'E'))
    {
      *integer = FALSE;
      r->at++;
      if (peek (r, '+') || peek (r, '-'))
        r->at++;
      return skip_digits (r);
    }
  return TRUE;
}

static gboolean
to_int64 (const char *lexeme, gint64 *value)
{
  gboolean negative = *lexeme == '-';

  *value = 0;
  for (const char *p = lexeme + negative; *p != '\0'; p++)
    {
      int digit = *p - '0';

      if (__builtin_mul_overflow (*value, 10, value) ||
          __builtin_add_overflow (*value, negative ? -digit : digit, value))
        return FALSE;
    }
  return TRUE;
}

/* TRUE when the shortest text of value has the same digits as the lexeme. */
static gboolean
keeps_digits (const char *lexeme, double value)
{
  g_autoptr (GString) given = g_string_new (NULL);
  g_autoptr (GString) kept = g_string_new (NULL);
  gint64 given_point, kept_point;
  char text[HS_JSON_NUMBER_SIZE];

  hs_json_number_to_text (fabs (value), text);
  lexeme += *lexeme == '-';
  hs_json_decimal (lexeme, strlen (lexeme), given, &given_point);
  hs_json_decimal (text, strlen (text), kept, &kept_point);
  return given_point == kept_point && g_string_equal (given, kept);
}

static JsonNode *
read_number (Reader *r)
{
  gsize start = r->at;
  gboolean integer;
  gint64 whole;
  double value;

  if (!skip_number (r, &integer))
    return NULL;
  g_string_truncate (r->scratch, 0);
  g_string_append_len (r->scratch, r->text + start, r->at - start);
  if (integer && to_int64 (r->scratch->str, &whole))
    return json_node_init_int (json_node_alloc (), whole);
  value = g_ascii_strtod (r->scratch->str, NULL);
  if (!isfinite (value))
    {
      fail (r, HS_BASE_ERROR_JSON_NUMBER, start, "the number is too large");
      return NULL;
    }
  if ((r->flags & HS_JSON_EXACT_NUMBERS) && !keeps_digits (r->scratch->str, value))
    {
      fail (r, HS_BASE_ERROR_JSON_NUMBER, start, "the number has more digits than can be kept");
      return NULL;
    }
  return json_node_init_double (json_node_alloc (), value);
}

static gboolean
enter (Reader *r)
{
  if (r->depth >= HS_JSON_MAX_DEPTH)
    return fail (r, HS_BASE_ERROR_JSON_DEPTH, r->at, "more than %d levels", HS_JSON_MAX_DEPTH);
  r->depth++;
  r->at++;
  skip_space (r);
  return TRUE;
}

static void
leave (Reader *r)
{
  r->depth--;
  r->at++;
}

/* After a value in a list: TRUE with *more when a comma says so, TRUE without it at the end. */
static gboolean
read_comma (Reader *r, char end, gboolean *more)
{
  skip_space (r);
  *more = peek (r, ',');
  if (*more)
    {
      r->at++;
      skip_space (r);
      return TRUE;
    }
  return peek (r, end) || fail_unexpected (r, end == '}' ? "',' or '}'" : "',' or ']'");
}

static JsonNode *
read_array (Reader *r)
{
  g_autoptr (JsonArray) array = json_array_new ();
  gboolean more;

  if (!enter (r))
    return NULL;
  more = !peek (r, ']');
  while (more)
    {
      JsonNode *element = read_value (r, HS_JSON_NO_KEY);

      if (element == NULL)
        return NULL;
      json_array_add_element (array, element);
      if (!read_comma (r, ']', &more))
        return NULL;
    }
  leave (r);
  return json_node_init_array (json_node_alloc (), array);
}

/* Names both places; the first is found by reading the object's keys again. */
static gboolean
fail_duplicate (Reader *r, const char *key, guint first_key, gsize again)
{
  g_autoptr (GString) other = g_string_new (NULL);
  g_autofree char *shown = g_utf8_make_valid (key, MIN (strlen (key), SHOWN_KEY_BYTES));
  guint line = 0, column = 0;

  for (guint i = first_key; i < r->keys->len; i++)
    {
      gsize offset = g_array_index (r->keys, gsize, i);

      hs_json_decode_key (r->text, r->length, offset, other);
      if (strcmp (other->str, key) != 0)
        continue;
      hs_json_place (r->text, offset, &line, &column);
      break;
    }
  return fail (r, HS_BASE_ERROR_JSON_DUPLICATE, again,
               "key \"%s\" is already at line %u, column %u", shown, line, column);
}

/* One member into object. */
static gboolean
read_member (Reader *r, JsonObject *object, guint first_key)
{
  g_autofree char *key = NULL;
  gsize key_offset = r->at;
  JsonNode *value;

  if (!read_string (r, "a key in quotes"))
    return FALSE;
  key = g_strndup (r->scratch->str, r->scratch->len);
  if (json_object_has_member (object, key) && !(r->flags & HS_JSON_RFC8259))
    return fail_duplicate (r, key, first_key, key_offset);
  g_array_append_val (r->keys, key_offset);
  skip_space (r);
  if (!peek (r, ':'))
    return fail_unexpected (r, "':'");
  r->at++;
  skip_space (r);
  value = read_value (r, key_offset);
  if (value == NULL)
    return FALSE;
  json_object_set_member (object, key, value);
  return TRUE;
}

static JsonNode *
read_object (Reader *r)
{
  g_autoptr (JsonObject) object = json_object_new ();
  guint first_key = r->keys->len;
  gboolean more;

  if (!enter (r))
    return NULL;
  more = !peek (r, '}');
  while (more)
    if (!read_member (r, object, first_key) || !read_comma (r, '}', &more))
      return NULL;
  leave (r);
  g_array_set_size (r->keys, first_key);
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
read_word (Reader *r)
{
  static const struct
  {
    const char *word;
    gsize length;
  } words[] = { { "true", 4 }, { "false", 5 }, { "null", 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (r->length - r->at >= words[i].length &&
        memcmp (r->text + r->at, words[i].word, words[i].length) == 0)
      {
        r->at += words[i].length;
        return i == 2 ? json_node_init_null (json_node_alloc ())
                      : json_node_init_boolean (json_node_alloc (), i == 0);
      }
  fail_unexpected (r, "a value");
  return NULL;
}

static JsonNode *
read_bare_value (Reader *r)
{
  char c = r->at < r->length ? r->text[r->at] : '\0';

  if (c == '{')
    return read_object (r);
  if (c == '[')
    return read_array (r);
  if (c == '-' || g_ascii_isdigit (c))
    return read_number (r);
  if (c != '"')
    return read_word (r);
  if (!read_string (r, "a value"))
    return NULL;
  return json_node_init_string (json_node_alloc (), r->scratch->str);
}

static JsonNode *
read_value (Reader *r, gsize key_offset)
{
  HsJsonEntry entry = { r->at, key_offset, 0 };
  guint number;
  JsonNode *node;

  if (r->entries == NULL)
    return read_bare_value (r);
  number = r->entries->len;
  g_array_append_val (r->entries, entry);
  node = read_bare_value (r);
  g_array_index (r->entries, HsJsonEntry, number).end = r->entries->len;
  return node;
}

static gboolean
check_text (Reader *r, gsize max_bytes)
{
  const char *bad;

  if (r->length > max_bytes)
    {
      g_set_error (r->error, HS_BASE_ERROR, HS_BASE_ERROR_JSON_SIZE,
                   "line 1, column 1: the text has %" G_GSIZE_FORMAT
                   " bytes, more than the %" G_GSIZE_FORMAT " allowed",
                   r->length, max_bytes);
      return FALSE;
    }
  if (!g_utf8_validate_len (r->text, r->length, &bad))
    return fail (r, HS_BASE_ERROR_JSON_ENCODING, bad - r->text, "byte 0x%02x is not UTF-8 text",
                 (guint8) *bad);
  if (r->length >= 3 && memcmp (r->text, "\xef\xbb\xbf", 3) == 0)
    return fail (r, HS_BASE_ERROR_JSON_SYNTAX, 0, "a byte order mark before the value");
  return TRUE;
}

static JsonNode *
read_text (Reader *r)
{
  g_autoptr (JsonNode) node = NULL;

  skip_space (r);
  node = read_value (r, HS_JSON_NO_KEY);
  if (node == NULL)
    return NULL;
  skip_space (r);
  if (r->at < r->length)
    {
      fail_unexpected (r, "the end of the text");
      return NULL;
    }
  return g_steal_pointer (&node);
}

static JsonNode *
parse (const char *text, gsize length, HsJsonFlags flags, gsize max_bytes, GArray *entries,
       GError **error)
{
  Reader r = { .text = text, .length = length, .flags = flags, .entries = entries, .error = error };
  JsonNode *node = NULL;

  if (!check_text (&r, max_bytes == 0 ? HS_JSON_MAX_BYTES : max_bytes))
    return NULL;
  r.scratch = g_string_new (NULL);
  r.keys = g_array_new (FALSE, FALSE, sizeof (gsize));
  node = read_text (&r);
  g_string_free (r.scratch, TRUE);
  g_array_unref (r.keys);
  return node;
}

JsonNode *
hs_json_parse (const char *text, gssize length, HsJsonFlags flags, gsize max_bytes, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  return parse (text, length < 0 ? strlen (text) : (gsize) length, flags, max_bytes, NULL, error);
}

JsonNode *
hs_json_parse_bytes (GBytes *bytes, HsJsonFlags flags, GError **error)
{
  return hs_json_parse_indexed (bytes, flags, NULL, error);
}

JsonNode *
hs_json_parse_indexed (GBytes *bytes, HsJsonFlags flags, HsJsonIndex **index, GError **error)
{
  g_autoptr (GArray) entries = NULL;
  const char *text;
  JsonNode *node;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);
  text = g_bytes_get_data (bytes, &length);
  if (index != NULL)
    entries = g_array_new (FALSE, FALSE, sizeof (HsJsonEntry));
  node = parse (text != NULL ? text : "", length, flags, 0, entries, error);
  if (index != NULL)
    *index = node != NULL ? hs_json_index_new (bytes, g_steal_pointer (&entries)) : NULL;
  return node;
}

JsonNode *
hs_json_load (const char *path, HsJsonFlags flags, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = hs_file_load (path, HS_JSON_MAX_BYTES, &local);
  JsonNode *node;

  if (bytes == NULL && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    g_set_error_literal (error, HS_BASE_ERROR, HS_BASE_ERROR_JSON_SIZE, local->message);
  else if (bytes == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  if (bytes == NULL)
    return NULL;
  node = hs_json_parse_bytes (bytes, flags, error);
  if (node == NULL)
    g_prefix_error (error, "%s: ", path);
  return node;
}
