/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guards and constraints of a form being filled: the part of the answers they are about is built from
 * what is relevant, the schema runs over it, and what is wrong is laid at the door of a shown field. */
#define G_LOG_DOMAIN "hoso"

#include "form/hs-form-private.h"

#include <string.h>

#define MAX_ERRORS 50

static HsBlame *
blame_new (HsFormField *field, const char *keyword, const HsSchemaError *error)
{
  HsBlame *self = g_new0 (HsBlame, 1);

  self->field = g_object_ref (field);
  self->keyword = keyword;
  self->limit = g_strdup (error != NULL && error->limit != NULL ? error->limit : "");
  self->actual = g_strdup (error != NULL && error->actual != NULL ? error->actual : "");
  return self;
}

static void
blame_free (gpointer data)
{
  HsBlame *self = data;

  g_object_unref (self->field);
  g_free (self->limit);
  g_free (self->actual);
  g_free (self);
}

static gboolean
same_blame (HsBlame *a, HsBlame *b)
{
  return a->field == b->field && a->keyword == b->keyword && g_str_equal (a->limit, b->limit) &&
         g_str_equal (a->actual, b->actual);
}

/* Building the part. */

static void
add_rows (HsForm *form, HsFormField *repeat, GArray *reads, JsonNode *into, const char *pointer);

static JsonNode *
object_node (void)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, json_object_new ());
  return node;
}

static gboolean
is_sent (HsFormField *field)
{
  return field->relevant && !hs_form_field_is_empty (field) &&
         (field->rows != NULL || field->value != NULL);
}

/* The fields read that are in that row, put into an object. skip: length of what is before the part. */
static void
add_fields (HsForm *form, HsFormRow *row, GArray *reads, gsize skip, JsonNode *into)
{
  for (guint i = 0; i < reads->len; i++)
    {
      HsFieldDef *def = hs_form_plan_field (form->plan, g_array_index (reads, guint, i));
      HsFormField *field;

      if (hs_form_plan_scope (form->plan, def->scope) != row->scope)
        continue;
      field = hs_form_row_get_field (row, def);
      if (!is_sent (field))
        continue;
      if (field->rows != NULL)
        add_rows (form, field, reads, into, def->relative + skip);
      else
        hs_json_pointer_set (into, def->relative + skip, json_node_copy (field->value));
    }
}

static JsonNode *
make_rows (HsForm *form, HsFormField *repeat, GArray *reads)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  guint n;
  HsFormRow **rows = hs_form_rows_peek (repeat->rows, &n);

  for (guint i = 0; i < n; i++)
    {
      JsonNode *object = object_node ();

      add_fields (form, rows[i], reads, 0, object);
      json_array_add_element (array, object);
    }
  json_node_take_array (node, array);
  return node;
}

static void
add_rows (HsForm *form, HsFormField *repeat, GArray *reads, JsonNode *into, const char *pointer)
{
  hs_json_pointer_set (into, pointer, make_rows (form, repeat, reads));
}

static gboolean
is_there (HsForm *form, HsFormRow *row, HsPart *part)
{
  for (guint i = 0; i < part->watches->len; i++)
    {
      HsFieldDef *def = hs_form_plan_field (form->plan, g_array_index (part->watches, guint, i));

      if (hs_form_row_get_field (row, def)->relevant)
        return TRUE;
    }
  return part->watches->len == 0;
}

/* Blocks that the schema always wants are there, empty, when their parent is. */
static void
add_blocks (HsPart *part, JsonNode *into)
{
  for (guint i = 0; i < part->blocks->len; i++)
    {
      const char *pointer = (const char *) part->blocks->pdata[i] + strlen (part->relative);
      g_autofree char *parent = g_strndup (pointer, (gsize) (strrchr (pointer, '/') - pointer));

      if (hs_json_pointer_get (into, pointer) == NULL && hs_json_pointer_get (into, parent) != NULL)
        hs_json_pointer_set (into, pointer, object_node ());
    }
}

/* (nullable) (transfer full) NULL: it is not there. */
static JsonNode *
build_part (HsForm *form, HsFormRow *row, HsPart *part)
{
  HsFormField *field;
  JsonNode *node;

  if (part->field != HS_NO_INDEX)
    {
      field = hs_form_row_get_field (row, hs_form_plan_field (form->plan, part->field));
      if (!is_sent (field))
        return NULL;
      return field->rows != NULL ? make_rows (form, field, part->reads)
                                 : json_node_ref (field->value);
    }
  if (!is_there (form, row, part))
    return NULL;
  node = object_node ();
  add_fields (form, row, part->reads, strlen (part->relative), node);
  add_blocks (part, node);
  return node;
}

/* Guards. */

static HsGuardState
judge_presence (HsForm *form, HsFormRow *row, HsPart *part)
{
  for (guint i = 0; i < part->reads->len; i++)
    {
      HsFieldDef *def = hs_form_plan_field (form->plan, g_array_index (part->reads, guint, i));

      if (is_sent (hs_form_row_get_field (row, def)))
        return HS_GUARD_HOLDS;
    }
  return HS_GUARD_FAILS;
}

gboolean
hs_form_run_guard (HsForm *self, HsFormGuard *guard, HsFormRow *row)
{
  g_autoptr (JsonNode) part = NULL;
  GError *error = NULL;
  HsGuardState state = HS_GUARD_ABSENT;
  gboolean holds = FALSE;

  if (guard->schema == NULL)
    state = judge_presence (self, row, guard->part);
  else
    {
      part = build_part (self, row, guard->part);
      if (part == NULL && guard->absent_is_null)
        part = json_node_new (JSON_NODE_NULL);
      if (part != NULL && hs_schema_check (guard->schema, part, &holds, &error))
        state = holds ? HS_GUARD_HOLDS : HS_GUARD_FAILS;
      hs_form_note_error (self, error);
    }
  if (row->held[guard->local] == state)
    return FALSE;
  row->held[guard->local] = (guint8) state;
  return TRUE;
}

gboolean
hs_form_use_is_so (HsForm *self, HsFormRow *row, const HsGuardUse *use)
{
  HsFormGuard *guard = self->plan->guards->pdata[use->guard];
  HsFormScope *scope = hs_form_plan_scope (self->plan, guard->part->scope);

  while (row->scope != scope)
    row = row->repeat->row;
  return row->held[guard->local] == use->state;
}

gboolean
hs_form_uses_are_so (HsForm *self, HsFormRow *row, GArray *uses)
{
  for (guint i = 0; i < uses->len; i++)
    if (!hs_form_use_is_so (self, row, &g_array_index (uses, HsGuardUse, i)))
      return FALSE;
  return TRUE;
}

/* Constraints: what is wrong, and with which field. */

/* The first shown field that it read, by the layout; rows are their repeat's. (nullable) */
static HsFormField *
find_scapegoat (HsForm *form, HsFormRow *row, HsPart *part, const char *under)
{
  HsFormField *best = NULL;
  gsize length = strlen (under);

  for (guint i = 0; i < part->reads->len; i++)
    {
      HsFieldDef *def = hs_form_plan_field (form->plan, g_array_index (part->reads, guint, i));
      HsFormField *field;

      if (hs_form_plan_scope (form->plan, def->scope) != row->scope ||
          strncmp (def->relative, under, length) != 0)
        continue;
      field = hs_form_row_get_field (row, def);
      if (field->relevant && def->kind != HS_FIELD_NOTE &&
          (best == NULL || def->order < best->def->order))
        best = field;
    }
  return best;
}

/* Where in the answers a pointer inside the part leads. (nullable) */
static HsFormField *
find_target (HsForm *form, HsFormRow *row, HsPart *part, const char *pointer)
{
  g_autofree char *full = g_strconcat (part->relative, pointer, NULL);
  HsFormField *field = NULL;

  while (*full != '\0' && field == NULL)
    {
      field = hs_form_find_in_row (row, full);
      if (field == NULL && hs_form_plan_is_block (form->plan, part->scope, full))
        return find_scapegoat (form, row, part, full);
      if (field == NULL)
        *strrchr (full, '/') = '\0';
    }
  return field != NULL && field->relevant ? field : NULL;
}

static void
add_blame (GPtrArray *blames, HsFormField *field, const char *keyword, const HsSchemaError *error)
{
  if (field == NULL)
    return;
  for (guint i = 0; i < blames->len; i++)
    if (((HsBlame *) blames->pdata[i])->field == field)
      return;
  g_ptr_array_add (blames, blame_new (field, keyword, error));
}

/* One value: the first error that there are words for. */
static void
blame_value (HsFormConstraint *constraint, HsFormField *field, GPtrArray *errors, GPtrArray *blames)
{
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < errors->len; i++)
      {
        const HsSchemaError *error = errors->pdata[i];
        const char *keyword =
          g_intern_string (g_str_equal (error->keyword, "false") ? "not" : error->keyword);

        if ((round == 0 && *error->instance != '\0') ||
            !g_ptr_array_find (constraint->keywords, keyword, NULL))
          continue;
        add_blame (blames, field, keyword, error);
        return;
      }
  add_blame (blames, field, constraint->keywords->pdata[0], NULL);
}

static void
blame_parts (HsForm *form, HsFormConstraint *constraint, HsFormRow *row, GPtrArray *errors,
             GPtrArray *blames)
{
  const char *keyword = constraint->keywords->pdata[0];

  for (guint i = 0; constraint->maps && i < errors->len; i++)
    {
      const HsSchemaError *error = errors->pdata[i];
      g_autofree char *pointer = error->property != NULL
                                   ? hs_json_pointer_append (error->instance, error->property)
                                   : g_strdup (error->instance);

      add_blame (blames, find_target (form, row, constraint->part, pointer), keyword, error);
    }
  if (blames->len == 0)
    add_blame (blames, find_scapegoat (form, row, constraint->part, ""), keyword, NULL);
}

static GPtrArray *
judge (HsForm *self, HsFormConstraint *constraint, HsFormRow *row)
{
  g_autoptr (JsonNode) part = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  GPtrArray *blames;
  GError *error = NULL;
  gboolean is_valid = TRUE;
  HsFormField *field;

  if (!hs_form_uses_are_so (self, row, constraint->uses))
    return NULL;
  part = build_part (self, row, constraint->part);
  if (part == NULL)
    return NULL;
  if (!hs_schema_check (constraint->schema, part, &is_valid, &error) || is_valid ||
      (errors = hs_schema_list_errors (constraint->schema, part, MAX_ERRORS, &error)) == NULL)
    {
      hs_form_note_error (self, error);
      return NULL;
    }
  blames = g_ptr_array_new_with_free_func (blame_free);
  field = constraint->part->field != HS_NO_INDEX
            ? hs_form_row_get_field (row, hs_form_plan_field (self->plan, constraint->part->field))
            : NULL;
  if (field != NULL && field->rows == NULL)
    blame_value (constraint, field, errors, blames);
  else
    blame_parts (self, constraint, row, errors, blames);
  return blames;
}

static gboolean
same_blames (GPtrArray *a, GPtrArray *b)
{
  guint n_a = a != NULL ? a->len : 0, n_b = b != NULL ? b->len : 0;

  for (guint i = 0; n_a == n_b && i < n_a; i++)
    if (!same_blame (a->pdata[i], b->pdata[i]))
      return FALSE;
  return n_a == n_b;
}

static void
mark_blamed (HsForm *self, GPtrArray *blames)
{
  for (guint i = 0; blames != NULL && i < blames->len; i++)
    hs_form_mark_verdict (self, ((HsBlame *) blames->pdata[i])->field);
}

void
hs_form_run_constraint (HsForm *self, HsFormConstraint *constraint, HsFormRow *row)
{
  GPtrArray **slot = &row->blames[constraint->local];
  g_autoptr (GPtrArray) before = g_steal_pointer (slot);

  *slot = judge (self, constraint, row);
  if (same_blames (before, *slot))
    return;
  mark_blamed (self, before);
  mark_blamed (self, *slot);
}

HsBlame *
hs_form_find_blame (HsForm *self, HsFormField *field, HsFormConstraint **constraint)
{
  for (guint i = 0; i < field->def->constraints->len; i++)
    {
      HsFormConstraint *each =
        self->plan->constraints->pdata[g_array_index (field->def->constraints, guint, i)];
      HsFormScope *scope = hs_form_plan_scope (self->plan, each->part->scope);
      HsFormRow *row = field->row;
      GPtrArray *blames;

      while (row->scope != scope)
        row = row->repeat->row;
      blames = row->blames[each->local];
      for (guint k = 0; blames != NULL && k < blames->len; k++)
        if (((HsBlame *) blames->pdata[k])->field == field)
          {
            *constraint = each;
            return blames->pdata[k];
          }
    }
  return NULL;
}

gboolean
hs_form_check_submission (HsForm *self, GError **error)
{
  g_autoptr (JsonNode) submission = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  const HsSchemaError *first;
  gboolean is_valid;

  g_return_val_if_fail (HS_IS_FORM (self), FALSE);
  /* a rule that could not be computed counted as unanswered: all of them again, for the answers as they are now */
  g_clear_error (&self->rule_error);
  hs_form_mark_row (self, self->root);
  hs_form_settle (self);
  if (self->rule_error != NULL)
    {
      g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                   "form %s %s: a rule cannot be computed: %s",
                   hs_form_package_get_id (self->package),
                   hs_form_package_get_version (self->package), self->rule_error->message);
      return FALSE;
    }
  submission = hs_form_dup_submission (self);
  if (!hs_schema_check (self->plan->whole, submission, &is_valid, error))
    return FALSE;
  if (is_valid)
    return TRUE;
  errors = hs_schema_list_errors (self->plan->whole, submission, 1, error);
  if (errors == NULL)
    return FALSE;
  first = errors->pdata[0];
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
               "form %s %s: its schema refuses what the form lets through: at “%s” “%s” (%s)%s%s",
               hs_form_package_get_id (self->package), hs_form_package_get_version (self->package),
               *first->instance != '\0' ? first->instance : "/", first->keyword, first->schema,
               first->property != NULL ? ", member " : "",
               first->property != NULL ? first->property : "");
  return FALSE;
}
