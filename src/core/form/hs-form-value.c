/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between what people type, what is shown, and the typed value that is kept: tolerant in, one
 * spelling out. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#include "base/hs-money.h"
#include "base/hs-text.h"
#include "form/schema/hs-decimal.h"

#include <string.h>

static JsonNode *
string_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

/* Spaces of all kinds out. */
static char *
strip_spaces (const char *text)
{
  GString *bare = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_isspace (g_utf8_get_char (c)) && g_utf8_get_char (c) != 0x200b)
      g_string_append_unichar (bare, g_utf8_get_char (c));
  return g_string_free (bare, FALSE);
}

/* "1.250.000": groups of three after the first. */
static gboolean
is_grouped (const char *text, char mark)
{
  gsize n = strspn (text + (*text == '-'), "0123456789");

  text += (*text == '-') + n;
  if (n == 0 || n > 3 || *text != mark)
    return FALSE;
  for (; *text == mark; text += 4)
    if (strspn (text + 1, "0123456789") < 3 || g_ascii_isdigit (text[4]))
      return FALSE;
  return *text == '\0' || *text == (mark == '.' ? ',' : '.');
}

static void
drop (char *text, char mark)
{
  char *out = text;

  for (const char *c = text; *c != '\0'; c++)
    if (*c != mark)
      *out++ = *c;
  *out = '\0';
}

/* Vietnamese writing: dots group, a comma starts the decimals; the other way round is understood
 * where it cannot be taken for this one. */
static gboolean
read_number (const char *typed, gboolean whole, JsonNode **value)
{
  g_autofree char *text = strip_spaces (typed);
  HsDecimal number;
  gint64 integer;

  if (is_grouped (text, '.'))
    drop (text, '.');
  else if (is_grouped (text, ',') && strchr (text, '.') != NULL)
    drop (text, ',');
  g_strdelimit (text, ",", '.');
  if (strpbrk (text, "eE") != NULL || !hs_decimal_parse (text, &number))
    return FALSE;
  if (whole && !hs_decimal_to_int (&number, &integer))
    return FALSE;
  *value = hs_decimal_to_node (&number);
  return TRUE;
}

static gboolean
read_money (const char *typed, JsonNode **value)
{
  gint64 dong;

  if (!hs_money_parse (typed, &dong, NULL))
    return FALSE;
  *value = json_node_init_int (json_node_alloc (), dong);
  return TRUE;
}

static gboolean
read_date (const char *typed, gboolean partial, JsonNode **value)
{
  g_autofree char *iso = NULL;
  HsDate date;

  if (!hs_date_parse_typed (typed, &date, NULL) && !hs_date_parse_iso (typed, &date))
    return FALSE;
  if (!partial && date.day == 0)
    return FALSE;
  iso = hs_date_to_iso (&date);
  *value = string_node (iso);
  return TRUE;
}

/* (nullable): by code, else by its words without marks. */
static const char *
find_option (HsFieldDef *def, const char *typed)
{
  g_autofree char *folded = hs_text_fold (typed);

  for (guint i = 0; i < def->options->len; i++)
    if (g_str_equal (((HsFormOption *) def->options->pdata[i])->code, typed))
      return ((HsFormOption *) def->options->pdata[i])->code;
  for (guint i = 0; i < def->options->len; i++)
    {
      HsFormOption *option = def->options->pdata[i];
      g_autofree char *label = hs_text_fold (option->label);

      if (g_str_equal (label, folded))
        return option->code;
    }
  return NULL;
}

static gboolean
read_codes (HsFieldDef *def, const char *typed, JsonNode **value)
{
  g_auto (GStrv) parts = g_strsplit_set (typed, ",;", -1);
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *code = find_option (def, g_strstrip (parts[i]));

      if (code == NULL)
        return FALSE;
      json_array_add_string_element (array, code);
    }
  *value = json_node_init_array (json_node_alloc (), array);
  return TRUE;
}

static gboolean
read_unit (HsUnits *units, const char *typed, JsonNode **value)
{
  const HsFormFormat *format = hs_form_format_find ("vn-unit");

  if (!hs_form_format_accepts (format, typed) ||
      (units != NULL && hs_units_find (units, typed) == NULL))
    return FALSE;
  *value = string_node (typed);
  return TRUE;
}

static gboolean
read_text (HsFieldDef *def, const char *text, JsonNode **value)
{
  const HsFormFormat *format = hs_field_schema_get_format (def->schema);
  g_autofree char *bare = format != NULL ? hs_form_format_clean (format, text) : g_strdup (text);
  g_autofree char *clean =
    hs_text_normalize (bare); /* what stood on both sides of a separator may join */

  /* only separators typed: that is not a missing answer but a wrong one */
  *value = string_node (*clean != '\0' ? clean : text);
  return TRUE;
}

gboolean
hs_form_value_read (HsFormPlan *plan, HsUnits *units, HsFieldDef *def, const char *typed,
                    JsonNode **value)
{
  g_autofree char *text = hs_text_normalize (typed);
  const char *code;

  *value = NULL;
  if (hs_text_is_blank (text))
    return TRUE;
  switch (def->value_kind)
    {
    case HS_VALUE_NUMBER:
    case HS_VALUE_INTEGER:
      return read_number (text, def->value_kind == HS_VALUE_INTEGER, value);
    case HS_VALUE_MONEY:
      return read_money (text, value);
    case HS_VALUE_DATE:
    case HS_VALUE_PARTIAL_DATE:
      return read_date (text, def->value_kind == HS_VALUE_PARTIAL_DATE, value);
    case HS_VALUE_YES_NO:
    case HS_VALUE_CODE:
      code = find_option (def, text);
      if (code != NULL && def->value_kind == HS_VALUE_CODE)
        *value = string_node (code);
      else if (code != NULL)
        *value = json_node_init_boolean (json_node_alloc (), g_str_equal (code, "true"));
      return code != NULL;
    case HS_VALUE_CODES:
      return read_codes (def, text, value);
    case HS_VALUE_UNIT:
      return read_unit (units, text, value);
    case HS_VALUE_NONE:
    case HS_VALUE_ROWS:
      return FALSE;
    case HS_VALUE_TEXT:
    default:
      return read_text (def, text, value);
    }
}

static char *
code_to_text (HsFieldDef *def, JsonNode *value)
{
  const char *code = json_node_get_string (value);
  const char *label = def->list != NULL ? g_hash_table_lookup (def->list->labels, code) : NULL;

  return g_strdup (label != NULL ? label : code);
}

static char *
codes_to_text (HsFieldDef *def, JsonNode *value)
{
  JsonArray *array = json_node_get_array (value);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *label = code_to_text (def, json_array_get_element (array, i));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", label);
    }
  return g_string_free (text, FALSE);
}

static char *
unit_to_text (HsUnits *units, JsonNode *value)
{
  HsUnit *unit = units != NULL ? hs_units_find (units, json_node_get_string (value)) : NULL;

  return g_strdup (unit != NULL ? hs_unit_get_path (unit) : json_node_get_string (value));
}

static char *
number_to_text (JsonNode *value)
{
  HsDecimal number;
  char *text;

  if (!hs_decimal_from_node (value, &number))
    return g_strdup ("");
  text = hs_decimal_to_text (&number);
  return g_strdelimit (text, ".", ',');
}

static char *
date_to_text (JsonNode *value)
{
  HsDate date;

  if (!hs_date_parse_iso (json_node_get_string (value), &date))
    return g_strdup (json_node_get_string (value));
  return hs_date_to_text (&date);
}

char *
hs_form_value_to_text (HsFormPlan *plan, HsUnits *units, HsFieldDef *def, JsonNode *value)
{
  if (value == NULL)
    return g_strdup ("");
  switch (def->value_kind)
    {
    case HS_VALUE_NUMBER:
    case HS_VALUE_INTEGER:
      return number_to_text (value);
    case HS_VALUE_MONEY:
      return hs_money_to_text (json_node_get_int (value));
    case HS_VALUE_DATE:
    case HS_VALUE_PARTIAL_DATE:
      return date_to_text (value);
    case HS_VALUE_YES_NO:
      return g_strdup (
        hs_form_plan_word (plan, json_node_get_boolean (value) ? "value.true" : "value.false"));
    case HS_VALUE_CODE:
      return code_to_text (def, value);
    case HS_VALUE_CODES:
      return codes_to_text (def, value);
    case HS_VALUE_UNIT:
      return unit_to_text (units, value);
    case HS_VALUE_NONE:
    case HS_VALUE_ROWS:
      return g_strdup ("");
    case HS_VALUE_TEXT:
    default:
      return g_strdup (json_node_get_string (value));
    }
}

static gboolean
holds (JsonNode *value, GType type)
{
  return JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == type;
}

static gboolean
is_list_of_texts (JsonNode *value)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!holds (json_array_get_element (array, i), G_TYPE_STRING))
      return FALSE;
  return array != NULL;
}

gboolean
hs_form_value_fits (HsFieldDef *def, JsonNode *value)
{
  HsDecimal number;
  HsDate date;
  gint64 whole;

  switch (def->value_kind)
    {
    case HS_VALUE_NUMBER:
      return hs_decimal_from_node (value, &number);
    case HS_VALUE_INTEGER:
    case HS_VALUE_MONEY:
      return hs_decimal_from_node (value, &number) && hs_decimal_to_int (&number, &whole);
    case HS_VALUE_YES_NO:
      return holds (value, G_TYPE_BOOLEAN);
    case HS_VALUE_CODES:
      return is_list_of_texts (value);
    case HS_VALUE_DATE:
      return holds (value, G_TYPE_STRING) &&
             hs_date_parse_iso (json_node_get_string (value), &date) && date.day != 0;
    case HS_VALUE_PARTIAL_DATE:
      return holds (value, G_TYPE_STRING) &&
             hs_date_parse_iso (json_node_get_string (value), &date);
    case HS_VALUE_NONE:
    case HS_VALUE_ROWS:
      return FALSE;
    case HS_VALUE_TEXT:
    case HS_VALUE_CODE:
    case HS_VALUE_UNIT:
    default:
      return holds (value, G_TYPE_STRING);
    }
}

static JsonNode *
normalize_text (HsFieldDef *def, JsonNode *value)
{
  g_autofree char *text = hs_text_normalize (json_node_get_string (value));
  const HsFormFormat *format = hs_field_schema_get_format (def->schema);
  JsonNode *result = NULL;

  if (hs_text_is_blank (text))
    return NULL;
  if (def->value_kind != HS_VALUE_TEXT || format == NULL)
    return string_node (text);
  read_text (def, text, &result);
  return result;
}

static JsonNode *
normalize_codes (JsonNode *value)
{
  JsonArray *array = json_node_get_array (value);
  g_autoptr (JsonArray) clean = json_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!hs_text_is_blank (json_array_get_string_element (array, i)))
      json_array_add_string_element (clean, json_array_get_string_element (array, i));
  return json_array_get_length (clean) > 0 ? json_node_init_array (json_node_alloc (), clean)
                                           : NULL;
}

JsonNode *
hs_form_value_normalize (HsFieldDef *def, JsonNode *value)
{
  g_autoptr (JsonNode) given = value;
  HsDecimal number;

  if (holds (given, G_TYPE_STRING))
    return normalize_text (def, given);
  if (JSON_NODE_HOLDS_ARRAY (given))
    return normalize_codes (given);
  if (def->value_kind == HS_VALUE_INTEGER || def->value_kind == HS_VALUE_MONEY)
    {
      hs_decimal_from_node (given, &number); /* 20.0 is 20 */
      return hs_decimal_to_node (&number);
    }
  return g_steal_pointer (&given);
}
