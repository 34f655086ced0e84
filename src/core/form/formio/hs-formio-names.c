/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names: keys of Form.io, fields of ours, and how a rule of ours names what a rule of theirs names. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

#include <math.h>
#include <string.h>

static const char *const kind_names[] = {
  "text", "number",  "yesNo",  "code",   "boxes", "codes", "date",   "dateTime", "day",  "time",
  "tags", "address", "survey", "object", "rows",  "many",  "layout", "note",     "none",
};

const char *
hs_formio_kind_name (HsFormioKind kind)
{
  return kind_names[kind];
}

HsFormioKind
hs_formio_kind_from_name (const char *name)
{
  for (guint i = 0; i < HS_FORMIO_LAYOUT; i++)
    if (g_strcmp0 (kind_names[i], name) == 0)
      return (HsFormioKind) i;
  return HS_FORMIO_NO_KIND;
}

/* Letters without marks, digits, underscores: what every rule and pointer can hold. */
static char *
to_word (const char *text, char separator, gboolean lower)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *plain = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  GString *word = g_string_new (NULL);

  for (const char *c = plain; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (u == 0x110 || u == 0x111) /* Đ đ */
        u = u == 0x110 ? 'D' : 'd';
      if (u < 128 && g_ascii_isalnum ((char) u))
        g_string_append_c (word, lower ? g_ascii_tolower ((char) u) : (char) u);
      else if (!g_unichar_ismark (u) && word->len > 0 && word->str[word->len - 1] != separator)
        g_string_append_c (word, separator);
      if (word->len >= 60)
        break;
    }
  if (word->len > 0 && word->str[word->len - 1] == separator)
    g_string_truncate (word, word->len - 1);
  return g_string_free (word, FALSE);
}

char *
hs_formio_make_name (const char *key, JsonObject *taken)
{
  g_autofree char *word = to_word (key, '_', FALSE);
  g_autofree char *base = NULL;
  char *name;

  if (*word == '\0')
    base = g_strdup ("field");
  else
    base = g_ascii_isdigit (*word) ? g_strconcat ("f", word, NULL) : g_strdup (word);
  if (g_str_equal (base, "answers")) /* a draft has a member of that name */
    {
      g_free (base);
      base = g_strdup ("answers_1");
    }
  name = g_strdup (base);
  for (guint i = 2; json_object_has_member (taken, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", base, i);
    }
  return name;
}

char *
hs_formio_make_id (const char *text)
{
  char *id = to_word (text, '-', TRUE);

  if (*id == '\0')
    {
      g_free (id);
      id = g_strdup ("formio");
    }
  return id;
}

static gsize
read_entity (const char *at, GString *text)
{
  static const struct
  {
    const char *entity, *text;
  } table[] = { { "&amp;", "&" },   { "&lt;", "<" },  { "&gt;", ">" },
                { "&quot;", "\"" }, { "&#39;", "'" }, { "&nbsp;", " " } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_has_prefix (at, table[i].entity))
      {
        g_string_append (text, table[i].text);
        return strlen (table[i].entity);
      }
  g_string_append_c (text, '&');
  return 1;
}

char *
hs_formio_plain_text (const char *html)
{
  g_autofree char *valid = g_utf8_make_valid (html, -1);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) joined = g_string_new (NULL);
  gboolean in_tag = FALSE;

  for (const char *c = valid; *c != '\0';)
    {
      if (*c == '<' && (g_ascii_isalpha (c[1]) || c[1] == '/' || c[1] == '!'))
        in_tag = TRUE;
      if (!in_tag && *c == '&')
        {
          c += read_entity (c, text);
          continue;
        }
      if (!in_tag)
        g_string_append_c (text, *c);
      else if (*c == '>')
        {
          in_tag = FALSE;
          g_string_append_c (text, ' ');
        }
      c++;
    }
  for (const char *c = text->str; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (!g_unichar_isspace (u) && !g_unichar_iscntrl (u))
        g_string_append_unichar (joined, u);
      else if (joined->len > 0 && joined->str[joined->len - 1] != ' ')
        g_string_append_c (joined, ' ');
    }
  if (joined->len > 0 && joined->str[joined->len - 1] == ' ')
    g_string_truncate (joined, joined->len - 1);
  return g_string_free (g_steal_pointer (&joined), FALSE);
}

char *
hs_formio_scalar_text (JsonNode *node)
{
  char text[HS_JSON_NUMBER_SIZE];
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  hs_json_number_to_text (json_node_get_double (node), text);
  return g_strdup (text);
}

gboolean
hs_formio_number (JsonNode *node, double *number)
{
  GType type;
  char *end;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  type = json_node_get_value_type (node);
  if (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE)
    {
      *number = json_node_get_double (node);
      if (type == G_TYPE_INT64)
        *number = (double) json_node_get_int (node);
      return isfinite (*number);
    }
  if (type != G_TYPE_STRING || *json_node_get_string (node) == '\0')
    return FALSE;
  *number = g_ascii_strtod (json_node_get_string (node), &end);
  return *end == '\0' && isfinite (*number);
}

/* Form.io looks for the data path, then for any component of that key. */
HsFormioNode *
hs_formio_find (HsFormioContext *c, HsFormioNode *from, const char *path)
{
  HsFormioNode *node = g_hash_table_lookup (c->by_path, path);

  (void) from;
  if (node == NULL)
    node = g_hash_table_lookup (c->by_key, path);
  return node;
}

char *
hs_formio_name_from (HsFormioNode *rows, guint depth, HsFormioNode *target)
{
  GString *name;
  HsFormioNode *scope = rows;

  while (scope != NULL && scope != target->rows)
    scope = scope->rows;
  if (scope != target->rows)
    return NULL;
  name = g_string_new (NULL);
  for (guint i = target->depth; i < depth; i++)
    g_string_append (name, "../");
  g_string_append (name, target->relative);
  return g_string_free (name, FALSE);
}

gboolean
hs_formio_is_under (HsFormioNode *node, HsFormioNode *parent)
{
  while (node != NULL && node != parent)
    node = node->parent;
  return node == parent;
}

JsonNode *
hs_formio_get (JsonObject *data, const char *key)
{
  g_auto (GStrv) parts = NULL;
  JsonNode *node;

  if (strchr (key, '.') == NULL)
    return json_object_get_member (data, key);
  parts = g_strsplit (key, ".", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      node = json_object_get_member (data, parts[i]);
      if (parts[i + 1] == NULL || node == NULL)
        return node;
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      data = json_node_get_object (node);
    }
  return NULL;
}
