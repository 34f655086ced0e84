/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days that a script names. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-script-private.h"

#include "base/hs-date.h"

#include <string.h>

static JsonNode *
add_days (JsonNode *day, const char *unit, int number)
{
  static const char *const units[][2] = { { "day", "days" },     { "days", "days" },
                                          { "month", "months" }, { "months", "months" },
                                          { "year", "years" },   { "years", "years" } };
  JsonArray *arguments;
  JsonObject *object;
  JsonNode *node;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i][0]))
      {
        arguments = json_array_new ();
        json_array_add_element (arguments, day);
        json_array_add_int_element (arguments, number);
        json_array_add_string_element (arguments, units[i][1]);
        object = json_object_new ();
        json_object_set_array_member (object, "date.add", arguments);
        node = json_node_new (JSON_NODE_OBJECT);
        json_node_take_object (node, object);
        return node;
      }
  json_node_unref (day);
  return NULL;
}

/* moment().subtract(18, 'years') */
static JsonNode *
parse_moment (HsFormioParser *p)
{
  JsonNode *day;
  JsonObject *today = json_object_new ();

  json_object_set_array_member (today, "today", json_array_new ());
  day = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (day, today);
  while (day != NULL && hs_formio_lex_accept (p, "."))
    {
      gboolean minus = hs_formio_lex_accept_word (p, "subtract");
      g_autofree char *unit = NULL;
      gint64 number;
      char *end;

      if ((!minus && !hs_formio_lex_accept_word (p, "add")) || !hs_formio_lex_accept (p, "("))
        break;
      hs_formio_lex_skip (p);
      number = g_ascii_strtoll (p->at, &end, 10);
      if (end == p->at || number < 0 || number > 100000)
        break;
      p->at = end;
      if (!hs_formio_lex_accept (p, ","))
        break;
      hs_formio_lex_skip (p);
      unit = hs_formio_lex_string (p);
      if (unit == NULL || !hs_formio_lex_accept (p, ")"))
        break;
      day = add_days (day, unit, minus ? -(int) number : (int) number);
    }
  hs_formio_lex_accept (p, ";");
  hs_formio_lex_skip (p);
  if (*p->at != '\0')
    g_clear_pointer (&day, json_node_unref);
  return day;
}

JsonNode *
hs_formio_script_parse_day (const char *text)
{
  HsFormioParser p = { text, "", NULL, NULL, 0, 0 };
  HsDate date;

  if (strlen (text) > 200)
    return NULL;
  if (strlen (text) >= 10)
    {
      g_autofree char *day = g_strndup (text, 10);

      if (hs_date_parse_iso (day, &date) && date.day != 0 && (text[10] == 'T' || text[10] == '\0'))
        return hs_formio_text (day);
    }
  if (hs_formio_lex_accept (&p, "moment") && hs_formio_lex_accept (&p, "(") &&
      hs_formio_lex_accept (&p, ")"))
    return parse_moment (&p);
  return NULL;
}
