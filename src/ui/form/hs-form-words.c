/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said beside an answer while it is typed. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-words.h"

#include "base/hs-date.h"
#include "base/hs-money.h"
#include "base/hs-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* From this many characters left on, a short answer says how many. */
#define ROOM_TOLD 20

/* By days since 1970-01-01, a Thursday. */
static const char *const weekdays[] = { N_ ("Thursday"), N_ ("Friday"), N_ ("Saturday"),
                                        N_ ("Sunday"),   N_ ("Monday"), N_ ("Tuesday"),
                                        N_ ("Wednesday") };

/* Numbers that are digits, with the signs people put between them. */
static const struct
{
  const char *format;
  const char *between;
  guint n_digits; /* at most */
} digit_formats[] = {
  { "vn-cccd", " .-", 12 }, { "vn-cmnd", " .-", 9 },      { "vn-bhxh", " .-", 10 },
  { "vn-mst", " .-", 13 },  { "vn-phone", " .-+()", 13 },
};

static const char *
string_of (JsonNode *value)
{
  return value != NULL && json_node_get_value_type (value) == G_TYPE_STRING
           ? json_node_get_string (value)
           : NULL;
}

static char *
words_of_date (JsonNode *value)
{
  const char *iso = string_of (value);
  g_autofree char *text = NULL;
  HsDate date;

  if (iso == NULL || !hs_date_parse_iso (iso, &date))
    return NULL;
  if (date.month == 0)
    return g_strdup_printf (_ ("the year %d"), date.year);
  if (date.day == 0)
    /* TRANSLATORS: month, year */
    return g_strdup_printf (_ ("month %d of the year %d"), date.month, date.year);
  text = hs_date_to_text (&date);
  /* TRANSLATORS: weekday, date: Friday, 20/11/2026 */
  return g_strdup_printf (_ ("%s, %s"), _ (weekdays[((hs_date_to_days (&date) % 7) + 7) % 7]),
                          text);
}

char *
hs_form_words_of_value (HsFormField *field)
{
  JsonNode *value = hs_form_field_get_value (field);
  g_autofree char *words = NULL;

  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value))
    return NULL;
  switch (hs_form_field_get_kind (field))
    {
    case HS_FIELD_DATE:
    case HS_FIELD_PARTIAL_DATE:
      return words_of_date (value);
    case HS_FIELD_MONEY:
      words = hs_number_to_words (json_node_get_int (value));
      /* the words of an amount are Vietnamese, as the law has them, in any language */
      return g_strdup_printf ("%s đồng", words);
    default:
      return NULL;
    }
}

char *
hs_form_words_spell (HsFormField *field)
{
  JsonNode *value = hs_form_field_get_value (field);
  const char *iso = string_of (value);
  HsDate date;
  char *text;

  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value))
    return NULL;
  switch (hs_form_field_get_kind (field))
    {
    case HS_FIELD_DATE:
    case HS_FIELD_PARTIAL_DATE:
      return iso != NULL && hs_date_parse_iso (iso, &date) ? hs_date_to_text (&date) : NULL;
    case HS_FIELD_MONEY:
      text = hs_money_to_text (json_node_get_int (value));
      if (g_str_has_suffix (text, " đ"))
        text[strlen (text) - strlen (" đ")] = '\0'; /* the unit stands at the label */
      return text;
    default:
      return NULL;
    }
}

const char *
hs_form_words_hint (HsFieldKind kind)
{
  switch (kind)
    {
    case HS_FIELD_DATE:
      return _ ("Day, month, year, for example 20/11/2026.");
    case HS_FIELD_PARTIAL_DATE:
      return _ (
        "If you do not know the day, write month and year, for example 6/1995; or the year alone, "
        "for example 1995.");
    case HS_FIELD_MONEY:
      return _ ("For example 1200000 or 1.200.000.");
    default:
      return NULL;
    }
}

const char *
hs_form_words_unit (HsFormField *field)
{
  const char *unit = hs_form_field_get_unit (field);

  if (unit == NULL && hs_form_field_get_kind (field) == HS_FIELD_MONEY)
    return "đồng";
  return unit;
}

char *
hs_form_words_room (HsFormField *field, const char *text)
{
  guint max = hs_form_field_get_max_length (field);
  guint length = (guint) g_utf8_strlen (text, -1);
  gboolean is_long = hs_form_field_get_kind (field) == HS_FIELD_LONG_TEXT;

  if (max == 0)
    return NULL;
  if (length > max)
    return g_strdup_printf (
      ngettext ("%u character too many", "%u characters too many", length - max), length - max);
  if (!is_long && (max <= 2 * ROOM_TOLD || max - length > ROOM_TOLD))
    return NULL;
  return g_strdup_printf (ngettext ("%u character left", "%u characters left", max - length),
                          max - length);
}

static gboolean
breaks_digits (const char *format, const char *text)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (digit_formats); i++)
    {
      if (!g_str_equal (digit_formats[i].format, format))
        continue;
      for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
        {
          gunichar sign = g_utf8_get_char (c);

          if (g_unichar_isdigit (sign))
            n++;
          else if (!g_unichar_isspace (sign) && sign != 0x200b &&
                   g_utf8_strchr (digit_formats[i].between, -1, sign) == NULL)
            return TRUE;
        }
      return n > digit_formats[i].n_digits;
    }
  return FALSE;
}

static gboolean
has_letter (const char *text, const char *except)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_isalpha (g_utf8_get_char (c)) &&
        g_utf8_strchr (except, -1, g_utf8_get_char (c)) == NULL)
      return TRUE;
  return FALSE;
}

gboolean
hs_form_words_is_impossible (HsFormField *field, const char *text)
{
  const char *format = hs_form_field_get_format (field);
  guint max = hs_form_field_get_max_length (field);

  if (hs_text_is_blank (text))
    return FALSE;
  switch (hs_form_field_get_kind (field))
    {
    case HS_FIELD_NUMBER:
    case HS_FIELD_DATE:
    case HS_FIELD_PARTIAL_DATE:
      return has_letter (text, "");
    case HS_FIELD_MONEY:
      return has_letter (text, "đồngĐVNDvnd₫");
    default:
      if (max > 0 && g_utf8_strlen (text, -1) > (glong) max)
        return TRUE;
      return format != NULL && breaks_digits (format, text);
    }
}
