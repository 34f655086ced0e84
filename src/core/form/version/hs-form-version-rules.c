/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions of a form's rules. Whether a changed rule forbids more cannot be decided in general: only
 * what follows from how both are written counts as looser, everything else as stricter. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-version-private.h"

#include <string.h>

#define UNDECIDED "whether it forbids more cannot be decided"

static JsonObject *
rules_of (JsonObject *root)
{
  return hs_json_object (root, "rules");
}

static JsonNode *
rule_at (JsonObject *root, const char *map, const char *pointer)
{
  JsonObject *rules = rules_of (root);
  JsonObject *object = rules != NULL ? hs_json_object (rules, map) : NULL;

  return object != NULL ? json_object_get_member (object, pointer) : NULL;
}

static const char *
mode_of (JsonObject *root)
{
  JsonObject *rules = rules_of (root);

  return rules != NULL ? hs_json_string (rules, "mode", "strict") : "strict";
}

typedef struct
{
  const char *map;
  gboolean condition;
  /* what follows when the rule came, and when it went */
  HsFormChange added;
  const char *added_words;
  HsFormChange removed;
  const char *removed_words;
  gboolean narrower_is_looser; /* it holds in fewer cases: less is asked */
} RuleKind;

static const RuleKind rule_kinds[] = {
  { "calculate", FALSE, HS_FORM_CHANGE_MAJOR, "is calculated now: the citizen's own answer goes",
    HS_FORM_CHANGE_MAJOR, "is no longer calculated: the citizen has to answer it", FALSE },
  { "relevant", TRUE, HS_FORM_CHANGE_MAJOR, "is asked only in some cases now: " UNDECIDED,
    HS_FORM_CHANGE_MAJOR, "is always asked now: " UNDECIDED, FALSE },
  { "require", TRUE, HS_FORM_CHANGE_MAJOR, "must be answered in some cases now",
    HS_FORM_CHANGE_MINOR, "need not be answered by rule any more", TRUE },
  { "readonly", TRUE, HS_FORM_CHANGE_MAJOR, "cannot be changed in some cases now",
    HS_FORM_CHANGE_MINOR, "can always be changed now", TRUE },
};

static void
compare_rule (HsFormCompare *c, const RuleKind *kind, const char *pointer, JsonNode *old,
              JsonNode *new)
{
  gboolean condition = kind->condition && g_str_equal (mode_of (c->new_root), "strict");
  g_autoptr (JsonNode) x = hs_rule_normalize (old, condition);
  g_autoptr (JsonNode) y = hs_rule_normalize (new, condition);

  if (hs_json_equal (x, y))
    {
      if (!hs_json_equal (old, new))
        hs_form_compare_note (c, HS_FORM_CHANGE_PATCH, pointer,
                              "the rule “%s” is written another way, and is the same", kind->map);
    }
  else if (kind->narrower_is_looser && hs_rule_implies (y, x))
    hs_form_compare_note (c, HS_FORM_CHANGE_MINOR, pointer,
                          "the rule “%s” holds in fewer cases: it asks less", kind->map);
  else
    hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, pointer, "the rule “%s” changed: %s", kind->map,
                          UNDECIDED);
}

static void
compare_map (HsFormCompare *c, const RuleKind *kind)
{
  JsonObject *old = rules_of (c->old_root), *new = rules_of (c->new_root);
  JsonObject *x = old != NULL ? hs_json_object (old, kind->map) : NULL;
  JsonObject *y = new != NULL ? hs_json_object (new, kind->map) : NULL;
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *rule;

  if (x != NULL)
    {
      json_object_iter_init_ordered (&iter, x);
      while (json_object_iter_next_ordered (&iter, &pointer, &rule))
        {
          JsonNode *now = y != NULL ? json_object_get_member (y, pointer) : NULL;

          if (!hs_form_compare_is_kept (c, pointer))
            continue; /* told as a field that went */
          if (now != NULL)
            compare_rule (c, kind, pointer, rule, now);
          else
            hs_form_compare_note (c, kind->removed, pointer, "%s", kind->removed_words);
        }
    }
  if (y == NULL)
    return;
  json_object_iter_init_ordered (&iter, y);
  while (json_object_iter_next_ordered (&iter, &pointer, &rule))
    if (rule_at (c->old_root, kind->map, pointer) == NULL && hs_form_compare_is_kept (c, pointer))
      hs_form_compare_note (c, kind->added, pointer, "%s", kind->added_words);
}

/* Checks, by their ids. */

static JsonArray *
checks_of (JsonObject *root)
{
  JsonObject *rules = rules_of (root);

  return rules != NULL ? hs_json_array (rules, "check") : NULL;
}

static JsonObject *
find_check (JsonObject *root, const char *id)
{
  JsonArray *checks = checks_of (root);

  for (guint i = 0; checks != NULL && i < json_array_get_length (checks); i++)
    {
      JsonNode *node = json_array_get_element (checks, i);
      JsonObject *check = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (check != NULL && g_strcmp0 (hs_json_string (check, "id", NULL), id) == 0)
        return check;
    }
  return NULL;
}

static gboolean
is_warning (JsonObject *check)
{
  return g_str_equal (hs_json_string (check, "severity", "error"), "warning");
}

static gboolean
same_member (JsonObject *a, JsonObject *b, const char *member)
{
  JsonNode *x = json_object_get_member (a, member), *y = json_object_get_member (b, member);

  return (x == NULL) == (y == NULL) && (x == NULL || hs_json_equal (x, y));
}

static void
compare_when (HsFormCompare *c, const char *pointer, JsonObject *old, JsonObject *new)
{
  gboolean condition = g_str_equal (mode_of (c->new_root), "strict");
  g_autoptr (JsonNode) x = hs_rule_normalize (json_object_get_member (old, "when"), condition);
  g_autoptr (JsonNode) y = hs_rule_normalize (json_object_get_member (new, "when"), condition);

  if (hs_json_equal (x, y))
    {
      if (!same_member (old, new, "when"))
        hs_form_compare_note (c, HS_FORM_CHANGE_PATCH, pointer,
                              "the check is written another way, and is the same");
    }
  else if (hs_rule_implies (y, x))
    hs_form_compare_note (c, HS_FORM_CHANGE_MINOR, pointer,
                          "the check complains in fewer cases: it asks less");
  else
    hs_form_compare_note (c, is_warning (new) ? HS_FORM_CHANGE_MINOR : HS_FORM_CHANGE_MAJOR,
                          pointer, "the check changed: %s",
                          is_warning (new) ? "it only warns" : UNDECIDED);
}

static void
compare_check (HsFormCompare *c, const char *pointer, JsonObject *old, JsonObject *new)
{
  if (is_warning (old) && !is_warning (new))
    hs_form_compare_note (c, HS_FORM_CHANGE_MAJOR, pointer, "the check warned, it is an error now");
  else if (!is_warning (old) && is_warning (new))
    hs_form_compare_note (c, HS_FORM_CHANGE_MINOR, pointer, "the check was an error, it warns now");
  if (!same_member (old, new, "message"))
    hs_form_compare_note (c, HS_FORM_CHANGE_PATCH, pointer, "the message changed: words");
  if (!same_member (old, new, "at"))
    hs_form_compare_note (c, is_warning (new) ? HS_FORM_CHANGE_MINOR : HS_FORM_CHANGE_MAJOR,
                          pointer, "the check is about other fields: %s",
                          is_warning (new) ? "it only warns" : UNDECIDED);
  compare_when (c, pointer, old, new);
}

static void
compare_checks (HsFormCompare *c)
{
  JsonArray *old = checks_of (c->old_root), *new = checks_of (c->new_root);

  for (guint i = 0; old != NULL && i < json_array_get_length (old); i++)
    {
      JsonObject *check = json_array_get_object_element (old, i);
      const char *id = hs_json_string (check, "id", "");
      JsonObject *now = find_check (c->new_root, id);
      g_autofree char *pointer = g_strconcat ("rules/check ", id, NULL);

      if (now != NULL)
        compare_check (c, pointer, check, now);
      else
        hs_form_compare_note (c, HS_FORM_CHANGE_MINOR, pointer, "the check went: it asks less");
    }
  for (guint i = 0; new != NULL &&i < json_array_get_length (new); i++)
    {
      JsonObject *check = json_array_get_object_element (new, i);
      const char *id = hs_json_string (check, "id", "");
      g_autofree char *pointer = g_strconcat ("rules/check ", id, NULL);

      if (find_check (c->old_root, id) == NULL)
        hs_form_compare_note (
          c, is_warning (check) ? HS_FORM_CHANGE_MINOR : HS_FORM_CHANGE_MAJOR, pointer,
          is_warning (check) ? "a new check that warns" : "a new check that stops sending");
    }
}

void
hs_form_compare_rules (HsFormCompare *self)
{
  if (!g_str_equal (mode_of (self->old_root), mode_of (self->new_root)))
    hs_form_compare_note (self, HS_FORM_CHANGE_MAJOR, "rules/mode",
                          "every rule is computed in another way: " UNDECIDED);
  for (guint i = 0; i < G_N_ELEMENTS (rule_kinds); i++)
    compare_map (self, &rule_kinds[i]);
  compare_checks (self);
}
