/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules for texts: pattern, input mask, numbers of words, a time, a web address. A field has one pattern, so
 * several become one by looking ahead; which is which stays in the source map. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include "form/schema/hs-form-regex.h"

#include <string.h>

#define MAX_WORDS 1000
#define URL_PATTERN                                                                                \
  "^(?:(?:https?|ftp)://)?(?:[^\\s@/]+@)?[^\\s@/:.?#]+(?:\\.[^\\s@/:.?#]+)+(?::\\d{2,5})?(?:[/"    \
  "?#]\\S*)?$"

/* Form.io's expressions have no flag "u": an escape that is not needed is no error there. */
static char *
strict_pattern (const char *pattern)
{
  GString *out = g_string_new (NULL);
  gboolean in_class = FALSE;

  for (const char *c = pattern; *c != '\0'; c++)
    {
      if (*c == '[')
        in_class = TRUE;
      else if (*c == ']')
        in_class = FALSE;
      if (*c == '\\' && c[1] != '\0')
        {
          gboolean needed = g_ascii_isalnum (c[1]) || strchr ("^$\\.*+?()[]{}|/", c[1]) != NULL ||
                            (in_class && c[1] == '-');

          if (needed || (guchar) c[1] >= 0x80)
            g_string_append_c (out, '\\');
          c++;
        }
      g_string_append_c (out, *c);
    }
  return g_string_free (out, FALSE);
}

void
hs_formio_add_pattern (HsFormioNode *node, const char *rule, const char *pattern, const char *what,
                       JsonNode *original)
{
  g_autofree char *strict = strict_pattern (pattern);
  g_autoptr (GRegex) regex = hs_form_regex_compile (strict, NULL);
  JsonArray *pair;

  if (regex == NULL)
    {
      hs_formio_note (node->item, "pattern", what, original);
      return;
    }
  if (node->patterns == NULL)
    node->patterns = json_array_new ();
  pair = json_array_new ();
  json_array_add_string_element (pair, rule);
  json_array_add_string_element (pair, strict);
  json_array_add_array_element (node->patterns, pair);
}

/* 9 a digit, A a letter, a a small letter, * a letter or digit. */
static char *
mask_to_pattern (const char *mask)
{
  GString *out = g_string_new ("^");

  for (const char *c = mask; *c != '\0'; c++)
    if (*c == '9')
      g_string_append (out, "[0-9]");
    else if (*c == 'A')
      g_string_append (out, "[a-zA-Z]");
    else if (*c == 'a')
      g_string_append (out, "[a-zA-Z]");
    else if (*c == '*')
      g_string_append (out, "[a-zA-Z0-9]");
    else
      {
        if (strchr ("^$\\.*+?()[]{}|/", *c) != NULL)
          g_string_append_c (out, '\\');
        g_string_append_c (out, *c);
      }
  g_string_append_c (out, '$');
  return g_string_free (out, FALSE);
}

static void
add_mask (HsFormioNode *node, JsonObject *component, JsonObject *validate)
{
  const char *mask = hs_json_string (component, "inputMask", "");
  JsonArray *masks = hs_json_array (component, "inputMasks");
  g_autofree char *pattern = NULL;

  if (masks != NULL && json_array_get_length (masks) > 0)
    hs_formio_note (node->item, "masks", "inputMasks",
                    json_object_get_member (component, "inputMasks"));
  if (*mask == '\0' || (validate != NULL && hs_json_bool (validate, "skipMaskValidation", FALSE)))
    return;
  /* the optional parts, repeats and alternatives of Inputmask */
  if (strpbrk (mask, "[]{}()|\\") != NULL)
    {
      hs_formio_note (node->item, "masks", "inputMask",
                      json_object_get_member (component, "inputMask"));
      return;
    }
  pattern = mask_to_pattern (mask);
  hs_formio_add_pattern (node, "mask", pattern, "inputMask",
                         json_object_get_member (component, "inputMask"));
  if (!json_object_has_member (node->schema, "x-format-hint"))
    json_object_set_string_member (node->schema, "x-format-hint", mask);
}

static void
add_words (HsFormioNode *node, JsonObject *validate, const char *rule)
{
  JsonNode *limit = json_object_get_member (validate, rule);
  gboolean is_least = g_str_equal (rule, "minWords");
  g_autofree char *pattern = NULL;
  double number;

  if (!hs_formio_number (limit, &number) || number < 1)
    return;
  if (number > MAX_WORDS)
    {
      hs_formio_note (node->item, "limit", rule, limit);
      return;
    }
  pattern = is_least ? g_strdup_printf ("^\\s*\\S+(?:\\s+\\S+){%d,}\\s*$", (int) number - 1)
                     : g_strdup_printf ("^\\s*\\S+(?:\\s+\\S+){0,%d}\\s*$", (int) number - 1);
  hs_formio_add_pattern (node, rule, pattern, rule, limit);
}

/* All in one: ^(?=first)second, each anchored by itself. */
static void
join_patterns (HsFormioNode *node)
{
  guint n = node->patterns != NULL ? json_array_get_length (node->patterns) : 0;
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GRegex) regex = NULL;

  if (n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      const char *pattern =
        json_array_get_string_element (json_array_get_array_element (node->patterns, i), 1);

      if (n == 1)
        g_string_append (all, pattern);
      else
        g_string_append_printf (all, "%s(?=%s)", i == 0 ? "^" : "", pattern);
    }
  regex = hs_form_regex_compile (all->str, NULL);
  if (regex != NULL)
    json_object_set_string_member (node->schema, "pattern", all->str);
  else
    hs_formio_note (node->item, "pattern", "validate", NULL);
}

void
hs_formio_fill_patterns (HsFormioNode *node)
{
  JsonObject *component = node->component;
  JsonObject *validate = hs_json_object (component, "validate");
  const char *pattern = validate != NULL ? hs_json_string (validate, "pattern", "") : "";

  if (node->kind == HS_FORMIO_TIME)
    hs_formio_add_pattern (node, "time", "^(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$",
                           "format", NULL);
  else if (node->kind == HS_FORMIO_DATE_TIME)
    hs_formio_add_pattern (
      node, "date",
      "^(?:0[1-9]|[12][0-9]|3[01])/(?:0[1-9]|1[0-2])/[0-9]{4} (?:[01][0-9]|2[0-3]):[0-5][0-9]$",
      "format", NULL);
  if (node->kind == HS_FORMIO_TEXT)
    {
      if (*pattern != '\0')
        {
          g_autofree char *anchored = g_strdup_printf ("^%s$", pattern);

          hs_formio_add_pattern (node, "pattern", anchored, "validate.pattern",
                                 json_object_get_member (validate, "pattern"));
        }
      if (g_str_equal (node->type, "url"))
        hs_formio_add_pattern (node, "url", URL_PATTERN, "url", NULL);
      add_mask (node, component, validate);
      if (validate != NULL)
        {
          add_words (node, validate, "minWords");
          add_words (node, validate, "maxWords");
        }
    }
  join_patterns (node);
}
