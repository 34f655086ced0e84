/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that rules are told in. */
#define G_LOG_DOMAIN "hoso"

#include "form/rule/hs-rule-lexicon.h"

#include "form/hs-form-error.h"

#define MAX_PARTS 3

struct _HsRuleLexicon
{
  JsonNode *root;    /* (owned) */
  JsonObject *words; /* borrowed from root */
};

HsRuleLexicon *
hs_rule_lexicon_load (HsWorld *world, const char *language, GError **error)
{
  g_autofree char *path = hs_world_share_path (world, "forms/words/rules.json");
  g_autoptr (JsonNode) root = hs_json_load (path, HS_JSON_DEFAULT, error);
  JsonObject *words;
  HsRuleLexicon *self;

  if (root == NULL)
    return NULL;
  words =
    JSON_NODE_HOLDS_OBJECT (root) ? hs_json_object (json_node_get_object (root), language) : NULL;
  if (words == NULL)
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_NOT_FOUND, "%s: no words for “%s”", path,
                   language);
      return NULL;
    }
  self = g_new0 (HsRuleLexicon, 1);
  self->root = g_steal_pointer (&root);
  self->words = words;
  return self;
}

void
hs_rule_lexicon_free (HsRuleLexicon *self)
{
  if (self == NULL)
    return;
  json_node_unref (self->root);
  g_free (self);
}

const char *
hs_rule_lexicon_get (HsRuleLexicon *self, const char *key)
{
  return hs_json_string (self->words, key, NULL);
}

char *
hs_rule_lexicon_say (HsRuleLexicon *self, const char *key, ...)
{
  const char *parts[MAX_PARTS] = { "", "", "" }, *part;
  const char *words = hs_json_string (self->words, key, "");
  GString *text = g_string_new (NULL);
  va_list args;

  va_start (args, key);
  for (guint i = 0; i < MAX_PARTS && (part = va_arg (args, const char *)) != NULL; i++)
    parts[i] = part;
  va_end (args);
  for (const char *p = words; *p != '\0'; p++)
    if (p[0] == '{' && p[1] >= '0' && p[1] < '0' + MAX_PARTS && p[2] == '}')
      {
        g_string_append (text, parts[p[1] - '0']);
        p += 2;
      }
    else
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}
