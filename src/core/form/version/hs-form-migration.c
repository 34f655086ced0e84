/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the "migrate" member of a package: entries from one version to a later one, each a list of steps.
 * A step works inside the rows that its pointers share; every place it writes to is a field of this
 * package, or is taken up again by a later step. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-migration.h"

#include "form/version/hs-form-version.h"

#include <string.h>

#define MAX_ENTRIES 1000
#define MAX_STEPS 10000

typedef struct
{
  HsFormPlan *plan;
  HsFormLint *lint;
  guint n_steps;
} Reader;

static void
step_free (HsMigrateStep *self)
{
  g_free (self->scope);
  g_ptr_array_unref (self->from);
  g_ptr_array_unref (self->to);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_free (self);
}

static void
entry_free (HsMigrateEntry *self)
{
  g_ptr_array_unref (self->steps);
  g_free (self);
}

void
hs_form_migration_free (HsFormMigration *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_free (self);
}

gboolean
hs_pointer_is_in (const char *inner, const char *outer)
{
  gsize length = strlen (outer);

  return strncmp (inner, outer, length) == 0 && (inner[length] == '\0' || inner[length] == '/');
}

/* Pointers. */

static gboolean
is_pointer (const char *text)
{
  g_auto (GStrv) tokens = g_strsplit (text, "/", -1);

  if (*text != '/')
    return FALSE;
  for (guint i = 1; tokens[i] != NULL; i++)
    if (*tokens[i] == '\0' || g_ascii_isdigit (*tokens[i]) || strchr (tokens[i], '~') != NULL)
      return FALSE;
  return !g_str_has_suffix (text, "/*");
}

/* What stands before the last star, and the star; "" where there are no rows. */
static char *
scope_of (const char *pointer)
{
  const char *last = NULL;

  for (const char *c = strstr (pointer, "/*/"); c != NULL; c = strstr (c + 2, "/*/"))
    last = c;
  return last != NULL ? g_strndup (pointer, last + 2 - pointer) : g_strdup ("");
}

static gboolean
add_pointer (Reader *r, HsMigrateStep *step, GPtrArray *list, const char *pointer,
             const char *place)
{
  g_autofree char *scope = NULL;

  if (pointer == NULL || !is_pointer (pointer))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "“%s” is not the pointer of a field or block",
                              pointer != NULL ? pointer : "");
  scope = scope_of (pointer);
  if (step->scope == NULL)
    step->scope = g_steal_pointer (&scope);
  else if (!g_str_equal (step->scope, scope))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "“%s” is not in the same rows as the step's other fields", pointer);
  g_ptr_array_add (list, (gpointer) pointer);
  return TRUE;
}

static gboolean
read_pointer (Reader *r, HsMigrateStep *step, GPtrArray *list, JsonObject *object,
              const char *place, const char *member)
{
  const char *pointer = hs_form_lint_string (r->lint, object, place, member);
  g_autofree char *inner = hs_json_pointer_append (place, member);

  return pointer != NULL && add_pointer (r, step, list, pointer, inner);
}

static gboolean
read_pointers (Reader *r, HsMigrateStep *step, GPtrArray *list, JsonObject *object,
               const char *place, const char *member)
{
  JsonArray *array = hs_form_lint_array (r->lint, object, place, member);
  g_autofree char *list_place = hs_json_pointer_append (place, member);

  if (array == NULL)
    return FALSE;
  if (json_array_get_length (array) < 2)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, list_place,
                              "names at least two fields");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *inner = g_strdup_printf ("%s/%u", list_place, i);
      const char *pointer =
        JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
          ? json_node_get_string (node)
          : NULL;

      for (guint k = 0; pointer != NULL && k < list->len; k++)
        if (g_str_equal (list->pdata[k], pointer))
          return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner, "“%s” is named twice",
                                    pointer);
      if (!add_pointer (r, step, list, pointer, inner))
        return FALSE;
    }
  return TRUE;
}

/* The steps. */

static gboolean
read_rename (Reader *r, HsMigrateStep *step, JsonObject *object, const char *place)
{
  static const char *const known[] = { "from", "to", NULL };
  const char *from, *to;

  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !read_pointer (r, step, step->from, object, place, "from") ||
      !read_pointer (r, step, step->to, object, place, "to"))
    return FALSE;
  from = step->from->pdata[0];
  to = step->to->pdata[0];
  if (hs_pointer_is_in (to, from) || hs_pointer_is_in (from, to))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "“%s” and “%s” lie in each other", from, to);
  if (step->kind == HS_MIGRATE_RENAME && (strrchr (from, '/') - from != strrchr (to, '/') - to ||
                                          strncmp (from, to, strrchr (from, '/') - from) != 0))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "a field is renamed where it stands; elsewhere it is moved");
  return TRUE;
}

static gboolean
find_value_cb (gpointer data, const char *path, guint *id, guint *types)
{
  *id = 0;
  *types = HS_RULE_MASK (HS_RULE_STRING);
  return g_str_equal (path, "value");
}

static gboolean
has_no_list_cb (gpointer data, const char *name)
{
  return FALSE;
}

static gboolean
read_rules (Reader *r, HsMigrateStep *step, JsonArray *array, const char *place)
{
  const HsRuleNames names = { .find_field = find_value_cb, .has_list = has_no_list_cb };

  if (json_array_get_length (array) != step->to->len)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "there is one rule for each of the %u fields", step->to->len);
  step->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_rule_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (GError) local = NULL;
      g_autofree char *where = NULL;
      HsRule *rule = hs_rule_compile (json_array_get_element (array, i),
                                      HS_RULE_MASK (HS_RULE_STRING), &names, &where, &local);

      if (rule == NULL)
        {
          g_autofree char *inner =
            g_strdup_printf ("%s/%u%s", place, i, where != NULL ? where : "");

          return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner, "%s", local->message);
        }
      g_ptr_array_add (step->rules, rule);
    }
  return TRUE;
}

static gboolean
read_rest (Reader *r, HsMigrateStep *step, JsonObject *object, const char *place)
{
  gboolean ok;
  const char *rest = hs_form_lint_maybe_string (r->lint, object, place, "rest", &ok);
  g_autofree char *inner = hs_json_pointer_append (place, "rest");

  if (!ok)
    return FALSE;
  step->rest_first = g_strcmp0 (rest, "first") == 0;
  if (rest == NULL || step->rest_first || g_str_equal (rest, "last"))
    return step->rules == NULL || rest == NULL ||
           hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner, "rules leave no rest");
  return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner, "“rest” is first or last");
}

static gboolean
read_split (Reader *r, HsMigrateStep *step, JsonObject *object, const char *place)
{
  static const char *const known[] = { "from", "to", "at", "rest", NULL };
  g_autofree char *inner = hs_json_pointer_append (place, "at");
  JsonNode *at = json_object_get_member (object, "at");

  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !read_pointer (r, step, step->from, object, place, "from") ||
      !read_pointers (r, step, step->to, object, place, "to"))
    return FALSE;
  if (at != NULL && JSON_NODE_HOLDS_ARRAY (at))
    return read_rules (r, step, json_node_get_array (at), inner) &&
           read_rest (r, step, object, place);
  step->text = hs_form_lint_string (r->lint, object, place, "at");
  return step->text != NULL &&
         (*step->text != '\0' || hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner,
                                                    "“at” is what stands between the parts")) &&
         read_rest (r, step, object, place);
}

static gboolean
read_join (Reader *r, HsMigrateStep *step, JsonObject *object, const char *place)
{
  static const char *const known[] = { "from", "to", "with", NULL };
  gboolean ok;

  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !read_pointers (r, step, step->from, object, place, "from") ||
      !read_pointer (r, step, step->to, object, place, "to"))
    return FALSE;
  step->text = hs_form_lint_maybe_string (r->lint, object, place, "with", &ok);
  if (step->text == NULL)
    step->text = " ";
  return ok;
}

static gboolean
read_map (Reader *r, HsMigrateStep *step, JsonObject *object, const char *place)
{
  static const char *const known[] = { "at", "values", "otherwise", NULL };
  g_autofree char *inner = hs_json_pointer_append (place, "values");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !read_pointer (r, step, step->from, object, place, "at"))
    return FALSE;
  step->values = hs_form_lint_object (r->lint, object, place, "values");
  if (step->values == NULL)
    return FALSE;
  step->value = json_object_get_member (object, "otherwise");
  json_object_iter_init_ordered (&iter, step->values);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!JSON_NODE_HOLDS_VALUE (node) && !JSON_NODE_HOLDS_NULL (node))
      return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner,
                                "“%s” becomes a text, a number, true, false or null", name);
  if (json_object_get_size (step->values) == 0 ||
      (step->value != NULL && !JSON_NODE_HOLDS_VALUE (step->value)))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner,
                              "a map has values, and “otherwise” is one too");
  return TRUE;
}

static gboolean
read_default (Reader *r, HsMigrateStep *step, JsonObject *object, const char *place)
{
  static const char *const known[] = { "at", "value", NULL };

  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !read_pointer (r, step, step->to, object, place, "at"))
    return FALSE;
  step->value = json_object_get_member (object, "value");
  return (step->value != NULL && !JSON_NODE_HOLDS_NULL (step->value) &&
          !JSON_NODE_HOLDS_OBJECT (step->value)) ||
         hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "“value” is an answer");
}

static gboolean
read_drop (Reader *r, HsMigrateStep *step, JsonObject *object, const char *place)
{
  static const char *const known[] = { "at", "why", NULL };

  if (!hs_form_lint_members (r->lint, object, place, known) ||
      !read_pointer (r, step, step->from, object, place, "at"))
    return FALSE;
  step->text = hs_form_lint_string (r->lint, object, place, "why");
  return step->text != NULL;
}

static const struct
{
  const char *name;
  gboolean (*read) (Reader *r, HsMigrateStep *step, JsonObject *object, const char *place);
} kinds[] = {
  [HS_MIGRATE_RENAME] = { "rename", read_rename },
  [HS_MIGRATE_MOVE] = { "move", read_rename },
  [HS_MIGRATE_SPLIT] = { "split", read_split },
  [HS_MIGRATE_JOIN] = { "join", read_join },
  [HS_MIGRATE_MAP] = { "map", read_map },
  [HS_MIGRATE_DROP] = { "drop", read_drop },
  [HS_MIGRATE_DEFAULT] = { "default", read_default },
};

static gboolean
read_step (Reader *r, HsMigrateEntry *entry, JsonNode *node, const char *place)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (GList) members = object != NULL ? json_object_get_members (object) : NULL;
  const char *name = members != NULL && members->next == NULL ? members->data : NULL;
  g_autofree char *inner = NULL;
  HsMigrateStep *step;
  JsonObject *what;
  guint i = 0;

  if (name == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "a step is an object with one member: what it does");
  while (i < G_N_ELEMENTS (kinds) && !g_str_equal (kinds[i].name, name))
    i++;
  inner = hs_json_pointer_append (place, name);
  if (i == G_N_ELEMENTS (kinds))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, inner, "there is no step “%s”", name);
  if (++r->n_steps > MAX_STEPS)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_ENGINE, place, "more than %d steps",
                              MAX_STEPS);
  what = hs_form_lint_object (r->lint, object, place, name);
  if (what == NULL)
    return FALSE;
  step = g_new0 (HsMigrateStep, 1);
  step->kind = i;
  step->from = g_ptr_array_new ();
  step->to = g_ptr_array_new ();
  g_ptr_array_add (entry->steps, step);
  return kinds[i].read (r, step, what, inner);
}

/* Entries. */

static gboolean
read_versions (Reader *r, HsFormMigration *self, HsMigrateEntry *entry, JsonObject *object,
               const char *place, const char *version)
{
  HsMigrateEntry *before =
    self->entries->len > 1 ? self->entries->pdata[self->entries->len - 2] : NULL;
  guint numbers[3];

  entry->from = hs_form_lint_string (r->lint, object, place, "from");
  entry->to = entry->from != NULL ? hs_form_lint_string (r->lint, object, place, "to") : NULL;
  if (entry->to == NULL)
    return FALSE;
  if (!hs_form_version_parse (entry->from, numbers) || !hs_form_version_parse (entry->to, numbers))
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "“%s” or “%s” is not a version", entry->from, entry->to);
  if (hs_form_version_compare (entry->from, entry->to) >= 0)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "%s does not come before %s",
                              entry->from, entry->to);
  if (hs_form_version_compare (entry->to, version) > 0)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "%s comes after the package's own version %s", entry->to, version);
  if (before != NULL && hs_form_version_compare (before->to, entry->from) > 0)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "the chain is broken: the entry before goes to %s already",
                              before->to);
  return TRUE;
}

static gboolean
read_entry (Reader *r, HsFormMigration *self, JsonNode *node, const char *place,
            const char *version)
{
  static const char *const known[] = { "from", "to", "steps", NULL };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  HsMigrateEntry *entry;
  JsonArray *steps;

  if (object == NULL)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                              "an entry is an object: from, to, steps");
  if (!hs_form_lint_members (r->lint, object, place, known))
    return FALSE;
  entry = g_new0 (HsMigrateEntry, 1);
  entry->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) step_free);
  g_ptr_array_add (self->entries, entry);
  if (!read_versions (r, self, entry, object, place, version))
    return FALSE;
  steps = hs_form_lint_array (r->lint, object, place, "steps");
  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/steps/%u", place, i);

      if (!read_step (r, entry, json_array_get_element (steps, i), inner))
        return FALSE;
    }
  return steps != NULL;
}

/* Where steps write to. */

static gboolean
is_taken_up (HsFormMigration *self, guint entry, guint step, const char *pointer)
{
  for (; entry < self->entries->len; entry++, step = 0)
    {
      HsMigrateEntry *its = self->entries->pdata[entry];

      for (; step < its->steps->len; step++)
        {
          HsMigrateStep *later = its->steps->pdata[step];

          for (guint i = 0; later->kind != HS_MIGRATE_MAP && i < later->from->len; i++)
            if (hs_pointer_is_in (pointer, later->from->pdata[i]) ||
                hs_pointer_is_in (later->from->pdata[i], pointer))
              return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_written (HsFormPlan *plan, const HsMigrateStep *step, const char *pointer)
{
  HsFieldDef *def = g_hash_table_lookup (plan->by_pointer, pointer);

  if (def != NULL)
    return def->calculate == NULL;
  return (step->kind == HS_MIGRATE_RENAME || step->kind == HS_MIGRATE_MOVE) &&
         g_hash_table_contains (plan->objects, pointer);
}

static gboolean
check_targets (Reader *r, HsFormMigration *self, guint entry, guint number)
{
  HsMigrateStep *step = ((HsMigrateEntry *) self->entries->pdata[entry])->steps->pdata[number];
  g_autofree char *place = g_strdup_printf ("/migrate/%u/steps/%u", entry, number);

  for (guint i = 0; i < step->to->len; i++)
    if (!is_written (r->plan, step, step->to->pdata[i]) &&
        !is_taken_up (self, entry, number + 1, step->to->pdata[i]))
      return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place,
                                "writes to “%s”, which is no field to be answered here",
                                (const char *) step->to->pdata[i]);
  return TRUE;
}

HsFormMigration *
hs_form_migration_compile (HsFormPlan *plan, HsFormLint *lint, JsonArray *migrate,
                           const char *version)
{
  g_autoptr (HsFormMigration) self = g_new0 (HsFormMigration, 1);
  guint n = migrate != NULL ? json_array_get_length (migrate) : 0;
  Reader r = { plan, lint, 0 };

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  if (n > MAX_ENTRIES)
    {
      hs_form_lint_fail (lint, HS_FORM_ERROR_ENGINE, "/migrate", "more than %d entries",
                         MAX_ENTRIES);
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *place = g_strdup_printf ("/migrate/%u", i);

      if (!read_entry (&r, self, json_array_get_element (migrate, i), place, version))
        return NULL;
    }
  for (guint i = 0; i < self->entries->len; i++)
    for (guint k = 0; k < ((HsMigrateEntry *) self->entries->pdata[i])->steps->len; k++)
      if (!check_targets (&r, self, i, k))
        return NULL;
  return g_steal_pointer (&self);
}

GPtrArray *
hs_form_migration_list_steps (HsFormMigration *self, const char *from)
{
  GPtrArray *steps = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      HsMigrateEntry *entry = self->entries->pdata[i];

      for (guint k = 0; hs_form_version_compare (from, entry->to) < 0 && k < entry->steps->len; k++)
        g_ptr_array_add (steps, entry->steps->pdata[k]);
    }
  return steps;
}

static gboolean
touches (HsMigrateStep *step, const char *pointer)
{
  for (guint i = 0; i < step->from->len; i++)
    if (hs_pointer_is_in (pointer, step->from->pdata[i]))
      return TRUE;
  return FALSE;
}

char *
hs_form_migration_follow (HsFormMigration *self, const char *from, const char *pointer)
{
  g_autoptr (GPtrArray) steps = hs_form_migration_list_steps (self, from);
  char *at = g_strdup (pointer);

  for (guint i = 0; i < steps->len && *at != '\0'; i++)
    {
      HsMigrateStep *step = steps->pdata[i];
      char *next;

      if (step->kind == HS_MIGRATE_MAP || !touches (step, at))
        continue;
      next = step->kind == HS_MIGRATE_RENAME || step->kind == HS_MIGRATE_MOVE
               ? g_strconcat (step->to->pdata[0], at + strlen (step->from->pdata[0]), NULL)
               : g_strdup ("");
      g_free (at);
      at = next;
    }
  return at;
}

static gboolean
is_made (GPtrArray *steps, guint n, const char *pointer)
{
  for (guint i = 0; i < n; i++)
    {
      HsMigrateStep *step = steps->pdata[i];

      for (guint k = 0; k < step->to->len; k++)
        if (hs_pointer_is_in (pointer, step->to->pdata[k]) ||
            hs_pointer_is_in (step->to->pdata[k], pointer))
          return TRUE;
    }
  return FALSE;
}

char *
hs_form_migration_find_unknown (HsFormMigration *self, const char *from, HsFormPlan *old)
{
  g_autoptr (GPtrArray) steps = hs_form_migration_list_steps (self, from);

  for (guint i = 0; i < steps->len; i++)
    {
      HsMigrateStep *step = steps->pdata[i];

      for (guint k = 0; k < step->from->len; k++)
        if (!g_hash_table_contains (old->by_pointer, step->from->pdata[k]) &&
            !g_hash_table_contains (old->objects, step->from->pdata[k]) &&
            !is_made (steps, i, step->from->pdata[k]))
          return g_strdup (step->from->pdata[k]);
    }
  return NULL;
}
