/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts and submissions: a draft keeps everything typed, a submission only what the office asks
 * for. A draft is checked whole before anything of it is taken. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-kept.h"
#include "form/hs-form-private.h"

#include <string.h>

#define FORMAT "hoso-draft"
#define MAX_ROWS 100000 /* of all repeats: a file of a few MB must not take all memory */

/* A block that the schema always wants is sent, if empty, when its parent is. */
static void
add_blocks (HsFormRow *row, JsonNode *answers)
{
  HsFormPlan *plan = hs_form_package_get_plan (row->package);

  for (guint i = 0; i < plan->bodies->len; i++)
    {
      HsObjectDef *body = plan->bodies->pdata[i];
      g_autofree char *parent = NULL;
      JsonNode *node;

      if (!body->required || *body->relative == '\0' ||
          hs_form_plan_scope (plan, body->scope) != row->scope ||
          hs_json_pointer_get (answers, body->relative) != NULL)
        continue;
      parent = g_strndup (body->relative, (gsize) (strrchr (body->relative, '/') - body->relative));
      if (hs_json_pointer_get (answers, parent) == NULL)
        continue;
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      hs_json_pointer_set (answers, body->relative, node);
    }
}

JsonNode *
hs_form_row_dup_answers (HsFormRow *row, gboolean only_relevant)
{
  JsonNode *answers = json_node_init_object (json_node_alloc (), NULL);

  json_node_take_object (answers, json_object_new ());
  for (guint i = 0; i < row->fields->len; i++)
    {
      HsFormField *field = row->fields->pdata[i];
      JsonNode *value = NULL;

      if (field->def->kind == HS_FIELD_NOTE || (only_relevant && !field->relevant) ||
          (!only_relevant && field->def->calculate != NULL))
        continue;
      if (field->rows != NULL && !hs_form_field_is_empty (field))
        {
          JsonArray *array = json_array_new ();
          guint n = g_list_model_get_n_items (G_LIST_MODEL (field->rows));

          for (guint k = 0; k < n; k++)
            {
              g_autoptr (HsFormRow) inner = g_list_model_get_item (G_LIST_MODEL (field->rows), k);

              json_array_add_element (array, hs_form_row_dup_answers (inner, only_relevant));
            }
          value = json_node_new (JSON_NODE_ARRAY);
          json_node_take_array (value, array);
        }
      else if (field->value != NULL)
        value = json_node_copy (field->value);
      if (value != NULL)
        hs_json_pointer_set (answers, field->def->relative, value);
    }
  if (only_relevant)
    add_blocks (row, answers);
  return answers;
}

typedef struct
{
  JsonObject *typed;
  JsonObject *rows;
  JsonObject *origins;
} Extras;

static void collect_row (HsFormRow *row, Extras *extras);

static void
collect_field (HsFormField *field, Extras *extras)
{
  JsonArray *ids;
  guint n;

  if (field->unreadable)
    json_object_set_string_member (extras->typed, hs_form_field_get_pointer (field), field->typed);
  if (field->origin != NULL)
    json_object_set_object_member (extras->origins, hs_form_field_get_pointer (field),
                                   hs_form_origin_to_json (field->origin));
  if (field->rows == NULL || hs_form_field_is_empty (field))
    return;
  ids = json_array_new ();
  n = g_list_model_get_n_items (G_LIST_MODEL (field->rows));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (G_LIST_MODEL (field->rows), i);

      json_array_add_string_element (ids, row->id);
      collect_row (row, extras);
    }
  json_object_set_array_member (extras->rows, hs_form_field_get_pointer (field), ids);
}

static void
collect_row (HsFormRow *row, Extras *extras)
{
  for (guint i = 0; i < row->fields->len; i++)
    collect_field (row->fields->pdata[i], extras);
}

static JsonObject *
describe_package (HsFormPackage *package)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", hs_form_package_get_id (package));
  json_object_set_string_member (object, "version", hs_form_package_get_version (package));
  json_object_set_string_member (object, "sha256", hs_form_package_get_sha256 (package));
  return object;
}

JsonNode *
hs_form_dup_draft (HsForm *self)
{
  Extras extras = { NULL, NULL, NULL };
  JsonNode *draft, *not_moved;
  JsonObject *object;

  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  extras.typed = json_object_new ();
  extras.rows = json_object_new ();
  extras.origins = json_object_new ();
  collect_row (self->root, &extras);
  object = json_object_new ();
  json_object_set_string_member (object, "format", FORMAT);
  json_object_set_object_member (object, "package", describe_package (self->package));
  json_object_set_member (object, "answers", hs_form_row_dup_answers (self->root, FALSE));
  json_object_set_object_member (object, "typed", extras.typed);
  json_object_set_object_member (object, "rows", extras.rows);
  if (json_object_get_size (extras.origins) > 0)
    json_object_set_object_member (object, "origins", extras.origins);
  else
    json_object_unref (extras.origins);
  not_moved = hs_form_kept_write (G_LIST_MODEL (self->not_moved));
  if (not_moved != NULL)
    json_object_set_member (object, "notMoved", not_moved);
  draft = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (draft, object);
  return draft;
}

JsonNode *
hs_form_dup_submission (HsForm *self)
{
  g_return_val_if_fail (HS_IS_FORM (self), NULL);
  return hs_form_row_dup_answers (self->root, TRUE);
}

typedef struct
{
  HsForm *form;
  JsonObject *typed;   /* (nullable) */
  JsonObject *rows;    /* (nullable) */
  JsonObject *origins; /* (nullable) */
  guint n_rows;        /* of all repeats so far */
  GError **error;
} Loader;

static gboolean
refuse (Loader *l, const char *pointer, const char *what)
{
  g_set_error (l->error, HS_FORM_ERROR, HS_FORM_ERROR_ANSWERS, "%s: %s",
               *pointer != '\0' ? pointer : "/", what);
  return FALSE;
}

/* relative: "/con" is the block of "/con/hoTen". */
static gboolean
is_block (HsFormScope *scope, const char *relative)
{
  gsize length = strlen (relative);

  for (guint i = 0; i < scope->fields->len; i++)
    {
      HsFieldDef *def = scope->fields->pdata[i];

      if (strncmp (def->relative, relative, length) == 0 && def->relative[length] == '/')
        return TRUE;
    }
  return FALSE;
}

static gboolean check_object (Loader *l, HsFormScope *scope, JsonNode *node, const char *relative,
                              const char *pointer);

static gboolean
check_rows (Loader *l, HsFieldDef *def, JsonNode *node, const char *pointer)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    return refuse (l, pointer, "must be an array of rows");
  if (json_array_get_length (array) > MAX_ROWS - l->n_rows)
    return refuse (l, pointer, "more than 100,000 rows in all");
  l->n_rows += json_array_get_length (array);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/%u", pointer, i);

      if (!check_object (l, hs_form_plan_scope (l->form->plan, def->inner_scope),
                         json_array_get_element (array, i), "", inner))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_member (Loader *l, HsFormScope *scope, const char *name, JsonNode *node, const char *relative,
              const char *pointer)
{
  g_autofree char *inner_relative = hs_json_pointer_append (relative, name);
  g_autofree char *inner_pointer = hs_json_pointer_append (pointer, name);
  HsFieldDef *def = g_hash_table_lookup (scope->by_relative, inner_relative);

  if (def == NULL && is_block (scope, inner_relative))
    return check_object (l, scope, node, inner_relative, inner_pointer);
  if (def == NULL)
    return refuse (l, inner_pointer, "the form has no such field");
  if (def->value_kind == HS_VALUE_ROWS)
    return check_rows (l, def, node, inner_pointer);
  return hs_form_value_fits (def, node) ||
         refuse (l, inner_pointer, "the value is not of the field's type");
}

static gboolean
check_object (Loader *l, HsFormScope *scope, JsonNode *node, const char *relative,
              const char *pointer)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (l, pointer, "must be an object");
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (!check_member (l, scope, name, member, relative, pointer))
      return FALSE;
  return TRUE;
}

/* What could not be read is kept as text; its field must still be there. */
static gboolean
check_typed (Loader *l, JsonNode *answers)
{
  JsonObjectIter iter;
  const char *pointer;
  JsonNode *text;

  if (l->typed == NULL)
    return TRUE;
  json_object_iter_init_ordered (&iter, l->typed);
  while (json_object_iter_next_ordered (&iter, &pointer, &text))
    {
      g_auto (GStrv) tokens = g_strsplit (pointer, "/", -1);
      g_autoptr (GString) pattern = g_string_new (NULL);

      for (guint i = 1; tokens[0] != NULL && tokens[i] != NULL; i++)
        g_string_append_printf (pattern, "/%s", g_ascii_isdigit (*tokens[i]) ? "*" : tokens[i]);
      if (!g_hash_table_contains (l->form->plan->by_pointer, pattern->str))
        return refuse (l, pointer, "the form has no such field");
      if (!JSON_NODE_HOLDS_VALUE (text) || json_node_get_value_type (text) != G_TYPE_STRING)
        return refuse (l, pointer, "what was typed must be a text");
    }
  return TRUE;
}

static void take_row (Loader *l, HsFormRow *row, JsonNode *answers);

/* The draft's own when no row before has it: an id names one row. taken: of the rows before. */
static char *
row_id (Loader *l, HsFormField *repeat, guint i, GHashTable *taken)
{
  const char *pointer = hs_form_field_get_pointer (repeat);
  JsonArray *ids = l->rows != NULL ? hs_json_array (l->rows, pointer) : NULL;
  JsonNode *id =
    ids != NULL && i < json_array_get_length (ids) ? json_array_get_element (ids, i) : NULL;

  if (id != NULL && JSON_NODE_HOLDS_VALUE (id) && json_node_get_value_type (id) == G_TYPE_STRING &&
      !g_hash_table_contains (taken, json_node_get_string (id)))
    return g_strdup (json_node_get_string (id));
  return hs_world_uuid (l->form->world);
}

static void
touch_rows (HsFormField *repeat)
{
  guint n;
  HsFormRow **rows = hs_form_rows_peek (repeat->rows, &n);

  for (guint i = 0; i < n; i++)
    hs_form_row_touch (rows[i]);
}

static void
take_rows (Loader *l, HsFormField *repeat, JsonNode *node)
{
  JsonArray *array = node != NULL ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = row_id (l, repeat, i, taken);
      HsFormRow *row = hs_form_row_new (l->form, repeat, repeat->def->inner_scope, id);

      row->last_index = i;
      g_hash_table_add (taken, row->id);
      g_ptr_array_add (rows, row);
      take_row (l, row, json_array_get_element (array, i));
    }
  touch_rows (repeat); /* those that go, and those that come */
  hs_form_rows_replace (repeat->rows, rows);
  touch_rows (repeat);
  g_clear_pointer (&repeat->items, g_free);
  hs_form_field_touch (repeat, HS_CHANGED_TEXT);
}

/* Only an answer comes from somewhere. */
static void
take_origin (Loader *l, HsFormField *field)
{
  JsonObject *kept = l->origins != NULL && !hs_form_field_is_empty (field)
                       ? hs_json_object (l->origins, hs_form_field_get_pointer (field))
                       : NULL;
  g_autoptr (HsFormOrigin) origin = kept != NULL ? hs_form_origin_from_json (kept) : NULL;

  hs_form_field_set_origin (field, origin);
}

static void
take_field (Loader *l, HsFormField *field, JsonNode *node)
{
  const char *typed = NULL;
  JsonNode *value = NULL;

  if (field->def->kind == HS_FIELD_NOTE || field->def->calculate != NULL)
    return;
  if (field->rows != NULL)
    {
      take_rows (l, field, node);
      return;
    }
  if (l->typed != NULL)
    typed = hs_json_string (l->typed, hs_form_field_get_pointer (field), NULL);
  if (typed != NULL &&
      hs_form_value_read (l->form->plan, l->form->units, field->def, typed, &value))
    typed = NULL; /* it can be read now */
  else if (typed == NULL && node != NULL)
    value = hs_form_value_normalize (field->def, json_node_copy (node));
  hs_form_field_put (field, g_strdup (typed), value, typed != NULL);
  take_origin (l, field);
}

static void
take_row (Loader *l, HsFormRow *row, JsonNode *answers)
{
  for (guint i = 0; i < row->fields->len; i++)
    {
      HsFormField *field = row->fields->pdata[i];

      take_field (l, field, hs_json_pointer_get (answers, field->def->relative));
    }
}

static gboolean
check_package (Loader *l, JsonObject *draft)
{
  JsonObject *package = hs_json_object (draft, "package");
  const char *id = package != NULL ? hs_json_string (package, "id", NULL) : NULL;

  return id == NULL || g_str_equal (id, hs_form_package_get_id (l->form->package)) ||
         refuse (l, "/package/id", "the draft is of another form");
}

static void
replace_not_moved (HsForm *self, GListStore *kept)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (kept));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (kept), i));
  g_list_store_splice (self->not_moved, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->not_moved)), items->pdata, n);
}

gboolean
hs_form_load_draft (HsForm *self, JsonNode *draft, GError **error)
{
  Loader l = { self, NULL, NULL, NULL, 0, error };
  JsonNode *answers = draft, *not_moved = NULL;
  g_autoptr (GListStore) kept = NULL;
  HsFormScope *root;

  g_return_val_if_fail (HS_IS_FORM (self), FALSE);
  g_return_val_if_fail (draft != NULL, FALSE);
  if (!JSON_NODE_HOLDS_OBJECT (draft))
    return refuse (&l, "", "must be an object");
  root = self->root->scope;
  if (json_object_has_member (json_node_get_object (draft), "answers") &&
      !is_block (root, "/answers") && !g_hash_table_contains (root->by_relative, "/answers"))
    {
      JsonObject *object = json_node_get_object (draft);

      answers = json_object_get_member (object, "answers");
      l.typed = hs_json_object (object, "typed");
      l.rows = hs_json_object (object, "rows");
      l.origins = hs_json_object (object, "origins");
      not_moved = json_object_get_member (object, "notMoved");
      if (!check_package (&l, object))
        return FALSE;
    }
  if (!check_object (&l, root, answers, "", "") || !check_typed (&l, answers) ||
      (kept = hs_form_kept_read (not_moved, error)) == NULL)
    return FALSE;
  take_row (&l, self->root, answers);
  replace_not_moved (self, kept);
  g_ptr_array_set_size (self->undo, 0);
  g_ptr_array_set_size (self->redo, 0);
  hs_form_mark_row (self, self->root);
  hs_form_finish_edit (self, "");
  return TRUE;
}
