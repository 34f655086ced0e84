/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Carries a draft to another version of its form: the old form reads it, the new package's steps are done on
 * a copy, what is left is fitted into the new fields, and the new form opens the result to say what is asked
 * for now. Nothing is changed but the copy. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-move-fit.h"
#include "form/version/hs-form-version.h"

#include <string.h>

struct _HsFormMove
{
  GObject parent_instance;
  HsFormPackage *from; /* (owned) */
  HsFormPackage *to;   /* (owned) */
  JsonNode *draft;     /* (owned) as it was given */
  JsonNode *moved;     /* (owned) the draft of `to` */
  GListStore *items;   /* (owned) of HsFormMoveItem */
};

G_DEFINE_FINAL_TYPE (HsFormMove, hs_form_move, G_TYPE_OBJECT)

static void
hs_form_move_finalize (GObject *object)
{
  HsFormMove *self = HS_FORM_MOVE (object);

  g_clear_object (&self->from);
  g_clear_object (&self->to);
  g_clear_pointer (&self->draft, json_node_unref);
  g_clear_pointer (&self->moved, json_node_unref);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (hs_form_move_parent_class)->finalize (object);
}

static void
hs_form_move_class_init (HsFormMoveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hs_form_move_finalize;
}

static void
hs_form_move_init (HsFormMove *self)
{
  self->items = g_list_store_new (HS_TYPE_FORM_MOVE_ITEM);
}

static gboolean
check_packages (HsFormPackage *from, HsFormPackage *to, GError **error)
{
  if (!g_str_equal (hs_form_package_get_id (from), hs_form_package_get_id (to)))
    g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                 "“%s” and “%s” are two forms, not two versions of one",
                 hs_form_package_get_id (from), hs_form_package_get_id (to));
  else if (hs_form_version_compare (hs_form_package_get_version (from),
                                    hs_form_package_get_version (to)) > 0)
    g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_PACKAGE,
                 "a draft does not move back from version %s to %s",
                 hs_form_package_get_version (from), hs_form_package_get_version (to));
  else
    return TRUE;
  return FALSE;
}

/* What the new form says of each. */

static void
judge_item (HsFormMoveItem *item, HsForm *old, HsForm *new)
{
  HsFormField *field = hs_form_find_field (new, hs_form_move_item_get_pointer (item));
  HsFormField *before = hs_form_find_field (old, hs_form_move_item_get_old_pointer (item));
  HsFormMoveKind kind = hs_form_move_item_get_kind (item);

  if (field == NULL)
    return;
  if (kind == HS_FORM_MOVE_NEW)
    {
      if (hs_form_field_get_error (field) != NULL)
        hs_form_move_item_set_needs_answer (item);
    }
  else if (hs_form_field_get_error (field) != NULL &&
           (before == NULL || hs_form_field_get_error (before) == NULL))
    hs_form_move_item_set_kind (item, HS_FORM_MOVE_CHANGED, HS_FORM_MOVE_REASON_REFUSED,
                                hs_form_field_get_error (field));
}

typedef struct
{
  HsMoveFit *fit;
  GHashTable *told; /* set of pointers that have an item */
} NewFields;

static void
tell_new_cb (HsFormField *field, gpointer data)
{
  NewFields *n = data;
  const char *pointer = hs_form_field_get_pointer (field);
  HsFormPlan *plan = field->form->plan;
  g_autoptr (HsFormMoveItem) item = NULL;

  if (field->def->kind == HS_FIELD_NOTE || field->def->calculate != NULL || !field->relevant ||
      !hs_move_fit_is_new (n->fit, field->def) || g_hash_table_contains (n->told, pointer))
    return;
  item = hs_form_move_item_new (HS_FORM_MOVE_NEW, HS_FORM_MOVE_REASON_NONE, NULL);
  hs_form_move_item_set_new (item, hs_move_section_title (plan, field->def), field->def->label, "",
                             pointer);
  if (field->required)
    hs_form_move_item_set_needs_answer (item);
  g_list_store_append (n->fit->items, item);
}

/* Questions that are new and still empty. Rows that were there are asked too. */
static void
tell_new_fields (HsMoveFit *fit, HsForm *form)
{
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);
  NewFields n = { fit, told };

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fit->items)); i++)
    {
      g_autoptr (HsFormMoveItem) item = g_list_model_get_item (G_LIST_MODEL (fit->items), i);

      g_hash_table_add (told, (gpointer) hs_form_move_item_get_pointer (item));
      judge_item (item, fit->old, form);
    }
  for (guint i = 0; i < form->plan->sections->len; i++)
    {
      HsSectionDef *section = form->plan->sections->pdata[i];

      for (guint k = 0; k < section->fields->len; k++)
        hs_form_field_visit (hs_form_row_get_field (form->root, section->fields->pdata[k]),
                             tell_new_cb, &n);
    }
}

/* The order of the new form's fields; what is not moved comes last. */

static guint
rank_of (HsFormMoveItem *item, GHashTable *ranks)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (ranks, hs_form_move_item_get_pointer (item)));
}

static gint
compare_items (gconstpointer a, gconstpointer b, gpointer ranks)
{
  guint x = rank_of ((HsFormMoveItem *) a, ranks), y = rank_of ((HsFormMoveItem *) b, ranks);

  return (x > y) - (x < y);
}

static void
rank_cb (HsFormField *field, gpointer ranks)
{
  g_hash_table_insert (ranks, g_strdup (hs_form_field_get_pointer (field)),
                       GUINT_TO_POINTER (g_hash_table_size (ranks) + 1));
}

static void
sort_items (GListStore *items, HsForm *form)
{
  g_autoptr (GHashTable) ranks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < form->plan->sections->len; i++)
    {
      HsSectionDef *section = form->plan->sections->pdata[i];

      for (guint k = 0; k < section->fields->len; k++)
        hs_form_field_visit (hs_form_row_get_field (form->root, section->fields->pdata[k]), rank_cb,
                             ranks);
    }
  g_list_store_sort (items, compare_items, ranks);
}

static void
append_all (GListStore *to, GListModel *from)
{
  for (guint i = 0; i < g_list_model_get_n_items (from); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (from, i);

      g_list_store_append (to, item);
    }
}

/* The new draft. */

static JsonNode *
write_draft (HsMoveFit *fit)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new (), *package = json_object_new ();
  JsonNode *kept = hs_form_kept_write (G_LIST_MODEL (fit->tray->kept));

  json_object_set_string_member (package, "id", hs_form_package_get_id (fit->to));
  json_object_set_string_member (package, "version", hs_form_package_get_version (fit->to));
  json_object_set_string_member (package, "sha256", hs_form_package_get_sha256 (fit->to));
  json_object_set_string_member (object, "format", "hoso-draft");
  json_object_set_object_member (object, "package", package);
  json_object_set_member (object, "answers", json_node_copy (fit->answers));
  json_object_set_object_member (object, "typed", json_object_ref (fit->typed));
  json_object_set_object_member (object, "rows", json_object_ref (fit->rows));
  if (json_object_get_size (fit->origins) > 0)
    json_object_set_object_member (object, "origins", json_object_ref (fit->origins));
  if (kept != NULL)
    json_object_set_member (object, "notMoved", kept);
  json_node_take_object (node, object);
  return node;
}

static void
run_steps (HsMoveFit *fit, HsMoveNode *root)
{
  HsMoveRun run = { fit->old, fit->tray };

  for (guint i = 0; i < fit->steps->len; i++)
    hs_move_run_step (&run, root, fit->steps->pdata[i]);
}

/* old has read the draft. */
static gboolean
move (HsFormMove *self, HsMoveFit *fit, HsWorld *world, GError **error)
{
  g_autoptr (HsMoveNode) root = hs_move_tree_new (fit->old);
  g_autoptr (HsForm) form = hs_form_new (self->to, world, fit->units);

  append_all (fit->tray->kept, hs_form_get_not_moved (fit->old)); /* of an earlier move */
  run_steps (fit, root);
  hs_move_fit_run (fit, root);
  self->moved = write_draft (fit);
  if (!hs_form_load_draft (form, self->moved, error))
    {
      g_prefix_error (error, "the moved draft does not open: ");
      return FALSE;
    }
  tell_new_fields (fit, form);
  sort_items (fit->items, form);
  append_all (fit->items, G_LIST_MODEL (fit->tray->items));
  return TRUE;
}

HsFormMove *
hs_form_move_new (HsFormPackage *from, JsonNode *draft, HsFormPackage *to, HsWorld *world,
                  HsUnits *units, GError **error)
{
  g_autoptr (HsFormMove) self = NULL;
  g_autoptr (HsForm) old = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (JsonNode) answers = NULL;
  HsMoveTray tray;
  HsMoveFit fit;
  gboolean good;

  g_return_val_if_fail (HS_IS_FORM_PACKAGE (from) && HS_IS_FORM_PACKAGE (to), NULL);
  g_return_val_if_fail (draft != NULL && world != NULL, NULL);
  if (!check_packages (from, to, error))
    return NULL;
  old = hs_form_new (from, world, units);
  if (!hs_form_load_draft (old, draft, error))
    return NULL;
  self = g_object_new (HS_TYPE_FORM_MOVE, NULL);
  self->from = g_object_ref (from);
  self->to = g_object_ref (to);
  self->draft = json_node_copy (draft);
  steps = hs_form_migration_list_steps (hs_form_package_get_migration (to),
                                        hs_form_package_get_version (from));
  answers = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (answers, json_object_new ());
  hs_move_tray_init (&tray);
  fit = (HsMoveFit){ .old = old,
                     .from = from,
                     .to = to,
                     .units = units,
                     .steps = steps,
                     .tray = &tray,
                     .items = self->items,
                     .answers = answers,
                     .typed = json_object_new (),
                     .rows = json_object_new (),
                     .origins = json_object_new () };
  good = move (self, &fit, world, error);
  json_object_unref (fit.typed);
  json_object_unref (fit.rows);
  json_object_unref (fit.origins);
  hs_move_tray_clear (&tray);
  return good ? g_steal_pointer (&self) : NULL;
}

HsFormPackage *
hs_form_move_get_from (HsFormMove *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE (self), NULL);
  return self->from;
}

HsFormPackage *
hs_form_move_get_to (HsFormMove *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE (self), NULL);
  return self->to;
}

JsonNode *
hs_form_move_get_draft (HsFormMove *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE (self), NULL);
  return self->draft;
}

GListModel *
hs_form_move_get_items (HsFormMove *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE (self), NULL);
  return G_LIST_MODEL (self->items);
}

guint
hs_form_move_count (HsFormMove *self, HsFormMoveKind kind)
{
  guint n = 0;

  g_return_val_if_fail (HS_IS_FORM_MOVE (self), 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (HsFormMoveItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += hs_form_move_item_get_kind (item) == kind;
    }
  return n;
}

guint
hs_form_move_count_to_answer (HsFormMove *self)
{
  guint n = 0;

  g_return_val_if_fail (HS_IS_FORM_MOVE (self), 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (HsFormMoveItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      n += hs_form_move_item_needs_answer (item);
    }
  return n;
}

JsonNode *
hs_form_move_dup_draft (HsFormMove *self)
{
  g_return_val_if_fail (HS_IS_FORM_MOVE (self), NULL);
  return json_node_copy (self->moved);
}
