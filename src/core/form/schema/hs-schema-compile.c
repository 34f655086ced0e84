/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From schemas to a program: each schema becomes a block of instructions, the cheap ones first; blocks
 * call each other by number. Where $dynamicRef has more than one answer, the program is written a
 * second time with notes of the resources it enters. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-compile-private.h"

#include "base/hs-json.h"
#include "form/hs-form-error.h"

#include <string.h>

#define MAX_DEPTH 512
#define MAX_INSTRUCTIONS (2 * 1024 * 1024)
#define NOT_DONE G_MAXUINT32

JsonNode *
hs_schema_block_get (HsSchemaBlock *self, const char *keyword)
{
  JsonNode *node = json_object_get_member (self->schema, keyword);
  const HsSchemaKeyword *known = node != NULL ? hs_schema_keyword_find (keyword) : NULL;

  if (known == NULL || (self->place->resource->vocabularies & known->vocabulary) == 0)
    return NULL;
  return node;
}

HsInstruction *
hs_schema_block_add (HsSchemaBlock *self, HsSchemaOp op, guint types, const char *keyword)
{
  HsInstruction instruction = { (guint8) op, (guint8) types, { 0 } };
  HsSchemaInfo info = { self->location, keyword };

  g_array_append_val (self->infos, info);
  g_array_append_val (self->code, instruction);
  return &g_array_index (self->code, HsInstruction, self->code->len - 1);
}

void
hs_schema_block_add_data (HsSchemaBlock *self, HsSchemaOp op, guint types, const char *keyword,
                          gconstpointer data)
{
  hs_schema_block_add (self, op, types, keyword)->data = data;
}

void
hs_schema_block_add_number (HsSchemaBlock *self, HsSchemaOp op, guint types, const char *keyword,
                            gint64 number)
{
  hs_schema_block_add (self, op, types, keyword)->number = number;
}

gpointer
hs_schema_block_alloc (HsSchemaBlock *self, gsize size)
{
  return hs_schema_arena_alloc (self->compiler->arena, size);
}

HsSchemaRegex *
hs_schema_block_get_regex (HsSchemaBlock *self, const char *keyword, const char *pattern)
{
  HsSchemaCompiler *compiler = self->compiler;
  HsSchemaRegex *regex = g_hash_table_lookup (compiler->regexes, pattern);
  g_autoptr (GError) error = NULL;

  if (regex != NULL)
    return regex;
  regex = hs_schema_regex_new (pattern, &error);
  if (regex == NULL)
    {
      hs_schema_registry_fail (compiler->registry, self->place, keyword, "%s", error->message);
      return NULL;
    }
  g_ptr_array_add (compiler->all_regexes, regex);
  g_hash_table_insert (compiler->regexes, (gpointer) hs_schema_regex_get_pattern (regex), regex);
  return regex;
}

/* "uri#/pointer", the pointer counted from the resource. */
static const char *
make_location (HsSchemaCompiler *self, HsSchemaPlace *place)
{
  HsSchemaResource *resource = place->resource;
  g_autofree char *location = NULL;
  gsize skip =
    g_str_has_prefix (place->pointer, resource->pointer) ? strlen (resource->pointer) : 0;

  location = g_strconcat (resource->uri, "#", place->pointer + skip, NULL);
  return hs_schema_arena_strdup (self->arena, location);
}

/* Writes the block; TRUE: it has something to say. */
static gboolean
write_block (HsSchemaBlock *block)
{
  HsSchemaCompiler *self = block->compiler;
  gboolean outer = block->recorded, own;
  guint before;

  own = hs_schema_block_get (block, "unevaluatedProperties") != NULL ||
        hs_schema_block_get (block, "unevaluatedItems") != NULL;
  block->recorded = outer || own;
  if (own)
    hs_schema_block_add (block, HS_OP_TRACK, HS_TYPE_BITS_ALL, NULL);
  if (self->scopes)
    hs_schema_block_add_number (block, HS_OP_SCOPE, HS_TYPE_BITS_ALL, NULL,
                                block->place->resource->number);
  before = block->code->len;
  if (!hs_schema_block_add_assertions (block))
    return FALSE;
  if (block->place->applies &&
      (!hs_schema_block_add_children (block) || !hs_schema_block_add_in_place (block) ||
       !hs_schema_block_add_unevaluated (block)))
    return FALSE;
  return block->code->len > before;
}

/* Puts the finished block behind the others. */
static void
finish_block (HsSchemaBlock *block, guint32 number)
{
  HsSchemaCompiler *self = block->compiler;

  hs_schema_block_add (block, HS_OP_END, 0xff, NULL);
  g_array_index (self->blocks, guint32, number) = self->code->len;
  g_array_append_vals (self->code, block->code->data, block->code->len);
  g_array_append_vals (self->infos, block->infos->data, block->infos->len);
  if (self->code->len > MAX_INSTRUCTIONS)
    hs_schema_registry_fail (self->registry, block->place, NULL, "the schema is too big");
}

/* node has its number already. FALSE: there is nothing to check. */
static gboolean
compile_object (HsSchemaCompiler *self, JsonNode *node, guint32 number, gboolean recorded)
{
  HsSchemaPlace *place = hs_schema_registry_get_place (self->registry, node);
  HsSchemaBlock block = { self, place, json_node_get_object (node) };
  gboolean says = FALSE;

  block.recorded = recorded;
  block.location = make_location (self, place);
  block.code = g_array_new (FALSE, FALSE, sizeof (HsInstruction));
  block.infos = g_array_new (FALSE, FALSE, sizeof (HsSchemaInfo));
  if (++self->depth > MAX_DEPTH)
    hs_schema_registry_fail (self->registry, place, NULL, "schemas within schemas, over %d deep",
                             MAX_DEPTH);
  else
    says = write_block (&block);
  if (says)
    finish_block (&block, number);
  else
    {
      /* whoever asks from now on need not call it */
      g_hash_table_insert (self->known[recorded], node, GUINT_TO_POINTER (HS_BLOCK_TRUE + 1));
      g_array_index (self->blocks, guint32, number) = 0;
    }
  self->depth--;
  g_array_unref (block.code);
  g_array_unref (block.infos);
  return says;
}

static guint32
reserve_block (HsSchemaCompiler *self, JsonNode *node, gboolean recorded)
{
  guint32 number = self->blocks->len, not_done = NOT_DONE;

  g_array_append_val (self->blocks, not_done);
  g_hash_table_insert (self->known[recorded], node, GUINT_TO_POINTER (number + 1));
  return number;
}

/* The schema false says where it stands, so each has its own block. */
static guint32
compile_false (HsSchemaCompiler *self, HsSchemaPlace *place)
{
  HsSchemaInfo infos[2] = { { make_location (self, place), "false" }, { NULL, NULL } };
  HsInstruction code[2] = { { HS_OP_FALSE, HS_TYPE_BITS_ALL, { 0 } }, { HS_OP_END, 0xff, { 0 } } };
  guint32 start = self->code->len;

  g_array_append_vals (self->code, code, 2);
  g_array_append_vals (self->infos, infos, 2);
  g_array_append_val (self->blocks, start);
  return self->blocks->len - 1;
}

guint32
hs_schema_compiler_get_block (HsSchemaCompiler *self, JsonNode *node, gboolean recorded)
{
  HsSchemaPlace *place = node != NULL ? hs_schema_registry_get_place (self->registry, node) : NULL;
  gpointer known;
  guint32 block;

  if (place == NULL || hs_schema_registry_has_failed (self->registry))
    return HS_BLOCK_TRUE;
  known = g_hash_table_lookup (self->known[recorded], node);
  if (known != NULL)
    return GPOINTER_TO_UINT (known) - 1;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      block = reserve_block (self, node, recorded);
      return compile_object (self, node, block, recorded) ? block : HS_BLOCK_TRUE;
    }
  block = json_node_get_boolean (node) ? HS_BLOCK_TRUE : compile_false (self, place);
  g_hash_table_insert (self->known[recorded], node, GUINT_TO_POINTER (block + 1));
  return block;
}

guint32
hs_schema_compiler_get_later (HsSchemaCompiler *self, JsonNode *node, gboolean recorded)
{
  HsWaiting waiting = { node, 0, recorded };

  if (!JSON_NODE_HOLDS_OBJECT (node) || g_hash_table_contains (self->known[recorded], node))
    return hs_schema_compiler_get_block (self, node, recorded);
  waiting.block = reserve_block (self, node, recorded);
  g_array_append_val (self->waiting, waiting);
  return waiting.block;
}

static void
compile_waiting (HsSchemaCompiler *self)
{
  while (self->waiting->len > 0 && !hs_schema_registry_has_failed (self->registry))
    {
      HsWaiting waiting = g_array_index (self->waiting, HsWaiting, self->waiting->len - 1);

      g_array_set_size (self->waiting, self->waiting->len - 1);
      compile_object (self, waiting.node, waiting.block, waiting.recorded);
    }
}

/* $dynamicRef: which block, in which resource. */

/* Every resource that has the anchor, also those only reached through one of them. TRUE: there are
 * several, so the program has to know where it is. */
static gboolean
settle_dynamics (HsSchemaCompiler *self)
{
  gboolean several = FALSE;

  for (guint i = 0; i < self->dynamics->len; i++)
    {
      HsDynamicUse *use = self->dynamics->pdata[i];
      GPtrArray *resources = hs_schema_registry_get_resources (self->registry);
      HsSchemaDynamic *dynamic = use->dynamic;

      dynamic->n = 0;
      dynamic->resources = hs_schema_arena_alloc (self->arena, resources->len * sizeof (guint32));
      dynamic->blocks = hs_schema_arena_alloc (self->arena, resources->len * sizeof (guint32));
      for (guint k = 0; k < resources->len; k++)
        {
          HsSchemaResource *resource = resources->pdata[k];
          JsonNode *target = g_hash_table_lookup (resource->dynamics, use->anchor);

          if (target == NULL)
            continue;
          dynamic->resources[dynamic->n] = resource->number;
          dynamic->blocks[dynamic->n++] =
            hs_schema_compiler_get_later (self, target, use->recorded);
        }
      several = several || dynamic->n > 1;
    }
  return several;
}

static void
clear_program (HsSchemaCompiler *self)
{
  g_clear_pointer (&self->arena, hs_schema_arena_free);
  g_clear_pointer (&self->code, g_array_unref);
  g_clear_pointer (&self->infos, g_array_unref);
  g_clear_pointer (&self->blocks, g_array_unref);
  g_clear_pointer (&self->known[0], g_hash_table_unref);
  g_clear_pointer (&self->known[1], g_hash_table_unref);
  g_clear_pointer (&self->dynamics, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_array_unref);
}

static void
dynamic_use_free (gpointer data)
{
  HsDynamicUse *use = data;

  g_free (use->anchor);
  g_free (use);
}

static void
start_program (HsSchemaCompiler *self)
{
  const HsInstruction end = { HS_OP_END, 0xff, { 0 } };
  const HsSchemaInfo nothing = { NULL, NULL };
  const guint32 start = 0;

  self->arena = hs_schema_arena_new ();
  self->code = g_array_new (FALSE, FALSE, sizeof (HsInstruction));
  self->infos = g_array_new (FALSE, FALSE, sizeof (HsSchemaInfo));
  self->blocks = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->known[0] = g_hash_table_new (NULL, NULL);
  self->known[1] = g_hash_table_new (NULL, NULL);
  self->dynamics = g_ptr_array_new_with_free_func (dynamic_use_free);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (HsWaiting));
  g_array_append_val (self->code, end); /* HS_BLOCK_TRUE */
  g_array_append_val (self->infos, nothing);
  g_array_append_val (self->blocks, start);
}

/* Until neither new resources come nor notes of scope are missing. */
static guint32
write_program (HsSchemaCompiler *self, JsonNode *node)
{
  for (;;)
    {
      guint n_resources = hs_schema_registry_get_resources (self->registry)->len, n_blocks;
      gboolean several;
      guint32 start;

      start_program (self);
      start = hs_schema_compiler_get_block (self, node, FALSE);
      do
        {
          compile_waiting (self);
          n_blocks = self->blocks->len;
          several = settle_dynamics (self);
        }
      while (self->blocks->len > n_blocks);
      if (hs_schema_registry_has_failed (self->registry) ||
          (hs_schema_registry_get_resources (self->registry)->len == n_resources &&
           (self->scopes || !several)))
        return start;
      self->scopes = self->scopes || several;
      clear_program (self);
    }
}

/* Schemas that apply each other to the same value for ever. */

typedef struct
{
  guint32 block, at; /* at: next instruction to look at */
} Step;

/* The next block called, without condition, from step; HS_BLOCK_NONE at its end. */
static guint32
next_call (HsSchemaCompiler *self, Step *step)
{
  for (;; step->at++)
    {
      const HsInstruction *ins = &g_array_index (self->code, HsInstruction, step->at);

      if (ins->op == HS_OP_END)
        return HS_BLOCK_NONE;
      if (ins->op != HS_OP_CALL)
        continue;
      step->at++;
      return (guint32) ins->number;
    }
}

/* seen: 0 not yet, 1 on the way, 2 done. Gives the instruction that closes a loop, else NOT_DONE. */
static guint32
find_loop_from (HsSchemaCompiler *self, guint32 block, guint8 *seen, GArray *way)
{
  Step first = { block, g_array_index (self->blocks, guint32, block) };

  g_array_set_size (way, 0);
  g_array_append_val (way, first);
  seen[block] = 1;
  while (way->len > 0)
    {
      Step *step = &g_array_index (way, Step, way->len - 1);
      guint32 called = next_call (self, step);
      Step next;

      if (called == HS_BLOCK_NONE)
        {
          seen[step->block] = 2;
          g_array_set_size (way, way->len - 1);
        }
      else if (seen[called] == 1)
        return step->at - 1;
      else if (seen[called] == 0)
        {
          seen[called] = 1;
          next.block = called;
          next.at = g_array_index (self->blocks, guint32, called);
          g_array_append_val (way, next);
        }
    }
  return NOT_DONE;
}

static gboolean
refuse_loops (HsSchemaCompiler *self, JsonNode *node)
{
  g_autofree guint8 *seen = g_new0 (guint8, self->blocks->len);
  g_autoptr (GArray) way = g_array_new (FALSE, FALSE, sizeof (Step));

  for (guint32 block = 1; block < self->blocks->len; block++)
    {
      guint32 at = seen[block] == 0 ? find_loop_from (self, block, seen, way) : NOT_DONE;
      HsSchemaInfo *info;

      if (at == NOT_DONE)
        continue;
      info = &g_array_index (self->infos, HsSchemaInfo, at);
      return hs_schema_registry_fail (
        self->registry, hs_schema_registry_get_place (self->registry, node), NULL,
        "the %s of “%s” leads back to itself without end", info->keyword, info->location);
    }
  return TRUE;
}

/* A schema that is nothing but a reference is what it refers to. */
static void
shorten_calls (HsSchemaCompiler *self)
{
  for (guint32 block = 1; block < self->blocks->len; block++)
    {
      guint32 *start = &g_array_index (self->blocks, guint32, block);
      const HsInstruction *ins;

      for (;;)
        {
          ins = &g_array_index (self->code, HsInstruction, *start);
          if (ins[0].op != HS_OP_CALL || ins[1].op != HS_OP_END)
            break;
          *start = g_array_index (self->blocks, guint32, (guint32) ins->number);
        }
    }
}

static gpointer
move_to_arena (HsSchemaArena *arena, GArray *array, gsize size)
{
  gpointer memory = hs_schema_arena_alloc (arena, array->len * size);

  return memcpy (memory, array->data, array->len * size);
}

static HsSchema *
make_schema (HsSchemaCompiler *self, guint32 start)
{
  HsSchema *schema = g_new0 (HsSchema, 1);

  schema->arena = g_steal_pointer (&self->arena);
  schema->n_code = self->code->len;
  schema->n_blocks = self->blocks->len;
  schema->code = move_to_arena (schema->arena, self->code, sizeof (HsInstruction));
  schema->infos = move_to_arena (schema->arena, self->infos, sizeof (HsSchemaInfo));
  schema->blocks = move_to_arena (schema->arena, self->blocks, sizeof (guint32));
  schema->start = start;
  schema->regexes = g_steal_pointer (&self->all_regexes);
  schema->documents = g_ptr_array_ref (hs_schema_registry_get_documents (self->registry));
  return schema;
}

HsSchema *
hs_schema_compile (JsonNode *root, const char *pointer, HsSchemaSources *sources,
                   HsSchemaFlags flags, char **where, GError **error)
{
  HsSchemaCompiler compiler = { NULL };
  HsSchema *schema = NULL;
  g_autoptr (GError) local = NULL;
  guint32 start;

  g_return_val_if_fail (root != NULL && pointer != NULL, NULL);
  if (where != NULL)
    *where = NULL;
  compiler.registry = hs_schema_registry_new (root, pointer, sources, where, &local);
  if (compiler.registry != NULL)
    {
      compiler.flags = flags;
      compiler.regexes = g_hash_table_new (g_str_hash, g_str_equal);
      compiler.all_regexes = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_schema_regex_free);
      start = write_program (&compiler, hs_json_pointer_get (root, pointer));
      if (!hs_schema_registry_has_failed (compiler.registry) &&
          refuse_loops (&compiler, hs_json_pointer_get (root, pointer)))
        {
          shorten_calls (&compiler);
          schema = make_schema (&compiler, start);
        }
      clear_program (&compiler);
      g_hash_table_unref (compiler.regexes);
      g_clear_pointer (&compiler.all_regexes, g_ptr_array_unref);
      hs_schema_registry_free (compiler.registry);
    }
  if (schema == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return schema;
}

void
hs_schema_free (HsSchema *self)
{
  if (self == NULL)
    return;
  hs_schema_arena_free (self->arena);
  g_ptr_array_unref (self->regexes);
  g_ptr_array_unref (self->documents);
  g_free (self);
}

guint
hs_schema_get_n_instructions (HsSchema *self)
{
  return self->n_code;
}
