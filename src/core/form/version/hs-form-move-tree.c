/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers of a draft as a tree in which each knows where it comes from, so that whatever the steps of a
 * migration do, nothing loses its name and text. */
#define G_LOG_DOMAIN "hoso"

#include "form/version/hs-form-move-tree.h"

#include <string.h>

static void
clear_source (gpointer data)
{
  HsMoveSource *self = data;

  g_free (self->pointer);
  g_free (self->place);
  g_free (self->label);
  g_free (self->text);
}

HsMoveSource *
hs_move_source_ref (HsMoveSource *self)
{
  return g_rc_box_acquire (self);
}

void
hs_move_source_unref (HsMoveSource *self)
{
  g_rc_box_release_full (self, clear_source);
}

HsMoveNode *
hs_move_node_new (HsMoveNodeKind kind)
{
  HsMoveNode *self = g_new0 (HsMoveNode, 1);

  self->kind = kind;
  if (kind == HS_MOVE_VALUE)
    self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_move_source_unref);
  else
    {
      self->names = g_ptr_array_new_with_free_func (g_free);
      self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_move_node_free);
    }
  return self;
}

void
hs_move_node_free (HsMoveNode *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->value, json_node_unref);
  g_free (self->typed);
  g_clear_pointer (&self->origin, hs_form_origin_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_free (self);
}

HsMoveNode *
hs_move_node_new_value (JsonNode *value, GPtrArray *sources)
{
  HsMoveNode *self = hs_move_node_new (HS_MOVE_VALUE);

  self->value = value;
  self->changed = TRUE;
  for (guint i = 0; i < sources->len; i++)
    g_ptr_array_add (self->sources, hs_move_source_ref (sources->pdata[i]));
  return self;
}

/* Names of places. */

const char *
hs_move_section_title (HsFormPlan *plan, HsFieldDef *def)
{
  while (def->section == HS_NO_INDEX &&
         hs_form_plan_scope (plan, def->scope)->repeat != HS_NO_INDEX)
    def = hs_form_plan_field (plan, hs_form_plan_scope (plan, def->scope)->repeat);
  if (def->section == HS_NO_INDEX || plan->sections->len < 2)
    return "";
  return ((HsSectionDef *) plan->sections->pdata[def->section])->title;
}

char *
hs_move_join_place (const char *place, const char *label)
{
  return *place != '\0' ? g_strconcat (place, " › ", label, NULL) : g_strdup (label);
}

static char *
field_place (HsFormPlan *plan, HsFieldDef *def, const char *row_place)
{
  return g_strdup (*row_place != '\0' ? row_place : hs_move_section_title (plan, def));
}

/* From a form. */

typedef struct
{
  HsForm *form;
  GPtrArray *displaced; /* stays empty: every answer has a place of its own */
} Builder;

static void add_row (Builder *b, HsMoveNode *block, HsFormRow *row, const char *place);

static HsMoveNode *
new_rows (Builder *b, HsFormField *repeat, const char *place)
{
  HsMoveNode *rows = hs_move_node_new (HS_MOVE_ROWS);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (repeat->rows));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (HsFormRow) row = g_list_model_get_item (G_LIST_MODEL (repeat->rows), i);
      g_autofree char *name = g_strdup_printf ("%s %u", hs_form_field_get_label (repeat), i + 1);
      g_autofree char *inner = hs_move_join_place (place, name);
      HsMoveNode *block = hs_move_node_new (HS_MOVE_BLOCK);

      g_ptr_array_add (rows->names, g_strdup (hs_form_row_get_id (row)));
      g_ptr_array_add (rows->children, block);
      add_row (b, block, row, inner);
    }
  return rows;
}

static HsMoveNode *
new_value (Builder *b, HsFormField *field, const char *place)
{
  HsMoveNode *node = hs_move_node_new (HS_MOVE_VALUE);
  HsMoveSource *source = g_rc_box_new0 (HsMoveSource);

  source->pointer = g_strdup (hs_form_field_get_pointer (field));
  source->place = field_place (b->form->plan, field->def, place);
  source->label = g_strdup (hs_form_field_get_label (field));
  source->text = g_strdup (hs_form_field_get_text (field));
  g_ptr_array_add (node->sources, source);
  node->def = field->def;
  if (field->unreadable)
    node->typed = g_strdup (field->typed);
  else
    node->value = json_node_copy (field->value);
  if (field->origin != NULL)
    node->origin = hs_form_origin_ref (field->origin);
  return node;
}

static void
add_row (Builder *b, HsMoveNode *block, HsFormRow *row, const char *place)
{
  for (guint i = 0; i < row->fields->len; i++)
    {
      HsFormField *field = row->fields->pdata[i];
      HsMoveNode *node = NULL;

      if (field->def->kind == HS_FIELD_NOTE || field->def->calculate != NULL)
        continue;
      if (field->rows != NULL && g_list_model_get_n_items (G_LIST_MODEL (field->rows)) > 0)
        {
          const char *title = hs_move_section_title (b->form->plan, field->def);

          node = new_rows (b, field, *place != '\0' ? place : title);
        }
      else if (field->rows == NULL && (field->unreadable || field->value != NULL))
        node = new_value (b, field, place);
      if (node != NULL)
        hs_move_node_put (block, field->def->relative, node, b->displaced);
    }
}

HsMoveNode *
hs_move_tree_new (HsForm *form)
{
  g_autoptr (GPtrArray) displaced =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hs_move_node_free);
  Builder b = { form, displaced };
  HsMoveNode *root = hs_move_node_new (HS_MOVE_BLOCK);

  add_row (&b, root, form->root, "");
  g_warn_if_fail (displaced->len == 0);
  return root;
}

/* Ways through it. */

static int
index_of (HsMoveNode *block, const char *name)
{
  for (guint i = 0; block->kind == HS_MOVE_BLOCK && i < block->names->len; i++)
    if (g_str_equal (block->names->pdata[i], name))
      return (int) i;
  return -1;
}

static HsMoveNode *
child (HsMoveNode *block, const char *name)
{
  int i = index_of (block, name);

  return i >= 0 ? block->children->pdata[i] : NULL;
}

static HsMoveNode *
parent_of (HsMoveNode *block, char **tokens, gboolean make)
{
  for (guint i = 1; block != NULL && tokens[i] != NULL && tokens[i + 1] != NULL; i++)
    {
      HsMoveNode *inner = child (block, tokens[i]);

      if (inner == NULL && make && block->kind == HS_MOVE_BLOCK)
        {
          inner = hs_move_node_new (HS_MOVE_BLOCK);
          g_ptr_array_add (block->names, g_strdup (tokens[i]));
          g_ptr_array_add (block->children, inner);
        }
      block = inner;
    }
  return block != NULL && block->kind == HS_MOVE_BLOCK ? block : NULL;
}

static const char *
last_token (const char *relative)
{
  return strrchr (relative, '/') + 1;
}

HsMoveNode *
hs_move_node_get (HsMoveNode *block, const char *relative)
{
  g_auto (GStrv) tokens = g_strsplit (relative, "/", -1);
  HsMoveNode *parent = parent_of (block, tokens, FALSE);

  return parent != NULL ? child (parent, last_token (relative)) : NULL;
}

HsMoveNode *
hs_move_node_take (HsMoveNode *block, const char *relative)
{
  g_auto (GStrv) tokens = g_strsplit (relative, "/", -1);
  HsMoveNode *parent = parent_of (block, tokens, FALSE);
  int i = parent != NULL ? index_of (parent, last_token (relative)) : -1;

  if (i < 0)
    return NULL;
  g_ptr_array_remove_index (parent->names, (guint) i);
  return g_ptr_array_steal_index (parent->children, (guint) i);
}

/* A value that stands in the way of a block goes. */
static void
clear_way (HsMoveNode *block, char **tokens, GPtrArray *displaced)
{
  for (guint i = 1; tokens[i] != NULL && tokens[i + 1] != NULL; i++)
    {
      int at = index_of (block, tokens[i]);

      if (at < 0)
        return;
      if (((HsMoveNode *) block->children->pdata[at])->kind != HS_MOVE_BLOCK)
        {
          g_ptr_array_remove_index (block->names, (guint) at);
          g_ptr_array_add (displaced, g_ptr_array_steal_index (block->children, (guint) at));
          return;
        }
      block = block->children->pdata[at];
    }
}

void
hs_move_node_put (HsMoveNode *block, const char *relative, HsMoveNode *node, GPtrArray *displaced)
{
  g_auto (GStrv) tokens = g_strsplit (relative, "/", -1);
  HsMoveNode *parent, *there;

  clear_way (block, tokens, displaced);
  parent = parent_of (block, tokens, TRUE);
  there = child (parent, last_token (relative));
  if (there != NULL && there->kind == HS_MOVE_BLOCK && node->kind == HS_MOVE_BLOCK)
    {
      while (node->names->len > 0)
        {
          g_autofree char *name = g_ptr_array_steal_index (node->names, 0);
          g_autofree char *inner = g_strconcat ("/", name, NULL);

          hs_move_node_put (there, inner, g_ptr_array_steal_index (node->children, 0), displaced);
        }
      hs_move_node_free (node);
      return;
    }
  if (there != NULL)
    g_ptr_array_add (displaced, hs_move_node_take (parent, strrchr (relative, '/')));
  g_ptr_array_add (parent->names, g_strdup (last_token (relative)));
  g_ptr_array_add (parent->children, node);
}

static void
add_rows (GPtrArray *blocks, HsMoveNode *rows)
{
  if (rows == NULL || rows->kind != HS_MOVE_ROWS)
    return;
  for (guint i = 0; i < rows->children->len; i++)
    g_ptr_array_add (blocks, rows->children->pdata[i]);
}

GPtrArray *
hs_move_tree_list_blocks (HsMoveNode *root, const char *scope)
{
  g_auto (GStrv) parts = g_strsplit (scope, "/*", -1);
  GPtrArray *blocks = g_ptr_array_new ();

  g_ptr_array_add (blocks, root);
  for (guint i = 0; parts[i] != NULL && parts[i + 1] != NULL; i++)
    {
      g_autoptr (GPtrArray) outer = blocks;

      blocks = g_ptr_array_new ();
      for (guint k = 0; k < outer->len; k++)
        add_rows (blocks, hs_move_node_get (outer->pdata[k], parts[i]));
    }
  return blocks;
}
