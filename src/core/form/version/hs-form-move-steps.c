/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a migration, each in every row it is about. A step that finds nothing does nothing; what a
 * step takes away goes to the tray. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-move-tree.h"

#include "base/hs-text.h"

#include <string.h>

static const char *
relative_to (const HsMigrateStep *step, const char *pointer)
{
  return pointer + strlen (step->scope);
}

static JsonNode *
text_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

char *
hs_move_run_text (HsMoveRun *self, HsMoveNode *value)
{
  if (value->typed != NULL)
    return g_strdup (value->typed);
  if (value->def != NULL)
    return hs_form_value_to_text (self->old->plan, self->old->units, value->def, value->value);
  if (JSON_NODE_HOLDS_VALUE (value->value) &&
      json_node_get_value_type (value->value) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (value->value));
  return hs_json_write (value->value);
}

static void
put (HsMoveRun *self, HsMoveNode *block, const char *relative, HsMoveNode *node)
{
  g_autoptr (GPtrArray) displaced =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hs_move_node_free);

  hs_move_node_put (block, relative, node, displaced);
  for (guint i = 0; i < displaced->len; i++)
    hs_move_tray_add (self->tray, displaced->pdata[i], HS_FORM_MOVE_REASON_OCCUPIED, NULL);
}

static void
run_rename (HsMoveRun *self, HsMoveNode *block, HsMigrateStep *step)
{
  HsMoveNode *node = hs_move_node_take (block, relative_to (step, step->from->pdata[0]));

  if (node != NULL)
    put (self, block, relative_to (step, step->to->pdata[0]), node);
}

/* Split. */

/* n parts at most; what is too much stays with the last, or with the first. */
static GPtrArray *
cut (const char *text, const char *mark, guint n, gboolean rest_first)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *left = g_strdup (text);

  while (parts->len + 1 < n)
    {
      char *at = rest_first ? g_strrstr (left, mark) : strstr (left, mark);
      g_autofree char *part = NULL;

      if (at == NULL)
        break;
      part = rest_first ? g_strdup (at + strlen (mark)) : g_strndup (left, at - left);
      if (rest_first)
        *at = '\0';
      else
        memmove (left, at + strlen (mark), strlen (at + strlen (mark)) + 1);
      g_strstrip (part);
      g_strstrip (left);
      if (*part != '\0' || !hs_text_is_blank (mark))
        g_ptr_array_insert (parts, rest_first ? 0 : -1, g_steal_pointer (&part));
    }
  g_ptr_array_insert (parts, rest_first ? 0 : -1, g_strdup (left));
  return parts;
}

static void
get_value_cb (gpointer data, guint id, HsRuleValue *value)
{
  value->type = HS_RULE_STRING;
  value->string = data;
}

/* One text for each rule; "" where it gives none. */
static GPtrArray *
compute (HsMoveRun *self, HsMigrateStep *step, const char *text)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  HsRuleContext context = { .get_field = get_value_cb, .data = (gpointer) text };

  context.today = self->old->today;
  for (guint i = 0; i < step->rules->len; i++)
    {
      g_autoptr (GError) error = NULL;
      char *part = NULL;

      /* a bound was hit: the part is missing, and the whole stays in the tray */
      if (!hs_rule_evaluate_text (step->rules->pdata[i], &context, &part, &error))
        g_message ("A part of an answer could not be computed: %s", error->message);
      g_ptr_array_add (parts, part != NULL ? part : g_strdup (""));
    }
  return parts;
}

/* Every word of the text is in one of the parts. */
static gboolean
is_whole (const char *text, GPtrArray *parts)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean found = *words[i] == '\0';

      for (guint k = 0; !found && k < parts->len; k++)
        found = strstr (parts->pdata[k], words[i]) != NULL;
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static void
run_split (HsMoveRun *self, HsMoveNode *block, HsMigrateStep *step)
{
  const char *from = relative_to (step, step->from->pdata[0]);
  HsMoveNode *there = hs_move_node_get (block, from);
  g_autoptr (HsMoveNode) node = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  g_autofree char *text = NULL;

  if (there == NULL || there->kind != HS_MOVE_VALUE)
    return; /* it stays, and is told where it does not fit */
  node = hs_move_node_take (block, from);
  text = hs_move_run_text (self, node);
  parts = step->rules != NULL ? compute (self, step, text)
                              : cut (text, step->text, step->to->len, step->rest_first);
  if (step->rules != NULL && !is_whole (text, parts))
    hs_move_tray_add (self->tray, node, HS_FORM_MOVE_REASON_PART, NULL);
  /* one part of a split from the end is the last one */
  for (guint i = 0; i < parts->len; i++)
    {
      guint k = step->rest_first ? step->to->len - parts->len + i : i;

      if (!hs_text_is_blank (parts->pdata[i]))
        put (self, block, relative_to (step, step->to->pdata[k]),
             hs_move_node_new_value (text_node (parts->pdata[i]), node->sources));
    }
}

/* Join. */

static void
add_sources (GPtrArray *sources, HsMoveNode *node)
{
  for (guint i = 0; i < node->sources->len; i++)
    g_ptr_array_add (sources, hs_move_source_ref (node->sources->pdata[i]));
}

static void
run_join (HsMoveRun *self, HsMoveNode *block, HsMigrateStep *step)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) sources =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hs_move_source_unref);

  for (guint i = 0; i < step->from->len; i++)
    {
      const char *from = relative_to (step, step->from->pdata[i]);
      HsMoveNode *there = hs_move_node_get (block, from);
      g_autoptr (HsMoveNode) node = NULL;
      g_autofree char *part = NULL;

      if (there == NULL || there->kind != HS_MOVE_VALUE)
        continue;
      node = hs_move_node_take (block, from);
      part = hs_move_run_text (self, node);
      g_string_append_printf (text, "%s%s", text->len > 0 ? step->text : "", part);
      add_sources (sources, node);
    }
  if (text->len > 0)
    put (self, block, relative_to (step, step->to->pdata[0]),
         hs_move_node_new_value (text_node (text->str), sources));
}

/* Map. */

static JsonNode *
find_mapped (HsMigrateStep *step, JsonNode *value, gboolean *is_named)
{
  g_autofree char *key =
    JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING
      ? g_strdup (json_node_get_string (value))
      : hs_json_write (value);

  *is_named = json_object_has_member (step->values, key);
  return *is_named ? json_object_get_member (step->values, key) : step->value;
}

static gboolean
is_null (JsonNode *node)
{
  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

/* Several choices: each by itself. What is lost is told by the whole answer. */
static JsonNode *
map_list (HsMigrateStep *step, JsonNode *value, gboolean *changed, gboolean *lost)
{
  JsonArray *array = json_node_get_array (value), *list = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *old = json_array_get_element (array, i);
      gboolean is_named;
      JsonNode *new = find_mapped (step, old, &is_named);

      *changed |= is_named || new != NULL;
      *lost |= (is_named && is_null (new)) || (!is_named && new != NULL);
      if (!is_named && new == NULL)
        json_array_add_element (list, json_node_copy (old));
      else if (!is_null (new))
        json_array_add_element (list, json_node_copy (new));
    }
  json_node_take_array (node, list);
  return node;
}

static JsonNode *
map_one (HsMigrateStep *step, JsonNode *value, gboolean *changed, gboolean *lost)
{
  gboolean is_named;
  JsonNode *new = find_mapped (step, value, &is_named);

  *changed = is_named || new != NULL;
  *lost = (is_named && is_null (new)) || (!is_named && new != NULL);
  return *changed && !is_null (new) ? json_node_copy (new) : NULL;
}

static void
run_map (HsMoveRun *self, HsMoveNode *block, HsMigrateStep *step)
{
  const char *at = relative_to (step, step->from->pdata[0]);
  HsMoveNode *node = hs_move_node_get (block, at);
  gboolean changed = FALSE, lost = FALSE;
  JsonNode *value;

  if (node == NULL || node->kind != HS_MOVE_VALUE || node->value == NULL)
    return;
  value = JSON_NODE_HOLDS_ARRAY (node->value) ? map_list (step, node->value, &changed, &lost)
                                              : map_one (step, node->value, &changed, &lost);
  if (lost)
    hs_move_tray_add (self->tray, node, HS_FORM_MOVE_REASON_CODE, NULL);
  if (!changed)
    {
      g_clear_pointer (&value, json_node_unref);
      return;
    }
  node = hs_move_node_take (block, at);
  if (value != NULL)
    put (self, block, at, hs_move_node_new_value (value, node->sources));
  hs_move_node_free (node);
}

/* Default and drop. */

static void
run_default (HsMoveRun *self, HsMoveNode *block, HsMigrateStep *step)
{
  const char *at = relative_to (step, step->to->pdata[0]);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (hs_move_node_get (block, at) == NULL)
    put (self, block, at, hs_move_node_new_value (json_node_copy (step->value), none));
}

static void
run_drop (HsMoveRun *self, HsMoveNode *block, HsMigrateStep *step)
{
  g_autoptr (HsMoveNode) node = hs_move_node_take (block, relative_to (step, step->from->pdata[0]));

  if (node != NULL)
    hs_move_tray_add (self->tray, node, HS_FORM_MOVE_REASON_DROPPED, step->text);
}

void
hs_move_run_step (HsMoveRun *self, HsMoveNode *root, HsMigrateStep *step)
{
  static void (*const runs[]) (HsMoveRun * self, HsMoveNode * block, HsMigrateStep * step) = {
    [HS_MIGRATE_RENAME] = run_rename, [HS_MIGRATE_MOVE] = run_rename,
    [HS_MIGRATE_SPLIT] = run_split,   [HS_MIGRATE_JOIN] = run_join,
    [HS_MIGRATE_MAP] = run_map,       [HS_MIGRATE_DEFAULT] = run_default,
    [HS_MIGRATE_DROP] = run_drop,
  };
  g_autoptr (GPtrArray) blocks = hs_move_tree_list_blocks (root, step->scope);

  for (guint i = 0; i < blocks->len; i++)
    runs[step->kind](self, blocks->pdata[i], step);
}
