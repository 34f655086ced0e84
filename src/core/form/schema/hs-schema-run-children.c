/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a run that goes down into members and items, and looks at what nothing has evaluated. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-run-private.h"

#include <string.h>

static inline void
mark (HsEvaluated *evaluated, guint index)
{
  if (evaluated != NULL)
    evaluated->bits[index / 64] |= G_GUINT64_CONSTANT (1) << (index % 64);
}

static inline gboolean
is_marked (const HsEvaluated *evaluated, guint index)
{
  return (evaluated->bits[index / 64] >> (index % 64) & 1) != 0;
}

/* The same order within one run: evaluated members are known by their position. */
static inline void
members_init (HsSchemaRun *run, JsonObjectIter *iter, JsonObject *object)
{
  if (run->in_order)
    json_object_iter_init_ordered (iter, object);
  else
    json_object_iter_init (iter, object);
}

static inline gboolean
members_next (HsSchemaRun *run, JsonObjectIter *iter, const char **name, JsonNode **node)
{
  return run->in_order ? json_object_iter_next_ordered (iter, name, node)
                       : json_object_iter_next (iter, name, node);
}

static gboolean
run_child (HsSchemaRun *run, guint32 block, JsonNode *node, const char *name, guint index)
{
  HsSchemaPath path = { run->path, name, index };
  HsSchemaValue value;
  gboolean ok;

  if (block == HS_BLOCK_TRUE)
    return TRUE;
  run->path = &path;
  hs_schema_value_load (&value, node);
  ok = hs_schema_run_block (run, block, &value, NULL);
  run->path = path.parent;
  return ok;
}

static inline gboolean
is_false (HsSchemaRun *run, guint32 block)
{
  return run->schema->code[run->schema->blocks[block]].op == HS_OP_FALSE;
}

static inline gboolean
goes_on (HsSchemaRun *run, gboolean ok)
{
  return ok || hs_schema_run_goes_on (run);
}

/* Objects. */

static inline gboolean
is_named (const HsSchemaProperty *property, const HsSchemaKey *key, const char *name)
{
  return property->key.head == key->head && property->key.tail == key->tail &&
         property->key.length == key->length &&
         (key->length <= HS_SCHEMA_KEY_EXACT || memcmp (property->name, name, key->length) == 0);
}

static inline const HsSchemaProperty *
find_property (const HsSchemaObject *object, const char *name, const HsSchemaKey *key)
{
  for (guint32 at = key->hash & object->mask; object->slots[at].name != NULL;
       at = (at + 1) & object->mask)
    if (is_named (&object->slots[at], key, name))
      return &object->slots[at];
  return NULL;
}

static gboolean
run_patterns (HsSchemaRun *run, guint32 pc, const HsSchemaObject *object, JsonNode *node,
              const char *name, guint32 length, gboolean *matched)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < object->n_patterns && goes_on (run, ok); i++)
    {
      if (!hs_schema_run_match (run, pc, object->patterns[i].regex, name, length))
        continue;
      *matched = TRUE;
      ok = run_child (run, object->patterns[i].block, node, name, 0) && ok;
    }
  return ok;
}

static gboolean
run_additional (HsSchemaRun *run, guint32 pc, const HsSchemaObject *object, HsSchemaValue *value,
                JsonNode *node, const char *name)
{
  if (!is_false (run, object->additional))
    return run_child (run, object->additional, node, name, 0);
  hs_schema_run_report (run, pc, "additionalProperties", value, name);
  return FALSE;
}

static void
report_missing (HsSchemaRun *run, guint32 pc, const HsSchemaObject *object, HsSchemaValue *value)
{
  for (guint i = 0; i < object->n_names; i++)
    if (object->in_order[i]->is_required &&
        !json_object_has_member (value->object, object->in_order[i]->name))
      hs_schema_run_report (run, pc, "required", value, object->in_order[i]->name);
}

/* A big object of which the schema names little. */
static gboolean
run_few (HsSchemaRun *run, const HsSchemaObject *object, HsSchemaValue *value, guint *n_required)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < object->n_names && goes_on (run, ok); i++)
    {
      const HsSchemaProperty *property = object->in_order[i];
      JsonNode *node = json_object_get_member (value->object, property->name);

      if (node == NULL)
        continue;
      *n_required += property->is_required ? 1 : 0;
      if (property->block != HS_BLOCK_NONE)
        ok = run_child (run, property->block, node, property->name, 0) && ok;
    }
  return ok;
}

static gboolean
run_members (HsSchemaRun *run, guint32 pc, const HsSchemaObject *object, HsSchemaValue *value,
             HsEvaluated *evaluated, guint *n_required)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean ok = TRUE;

  members_init (run, &iter, value->object);
  for (guint i = 0; goes_on (run, ok) && members_next (run, &iter, &name, &node); i++)
    {
      const HsSchemaProperty *property;
      HsSchemaKey key;
      gboolean matched;

      hs_schema_key_init (&key, name);
      property = find_property (object, name, &key);
      matched = property != NULL && property->block != HS_BLOCK_NONE;
      run->steps++;
      *n_required += property != NULL && property->is_required ? 1 : 0;
      if (matched)
        ok = run_child (run, property->block, node, name, 0) && ok;
      if (object->n_patterns > 0 && goes_on (run, ok))
        ok = run_patterns (run, pc, object, node, name, key.length, &matched) && ok;
      if (!matched && object->additional != HS_BLOCK_NONE && goes_on (run, ok))
        {
          ok = run_additional (run, pc, object, value, node, name) && ok;
          matched = TRUE;
        }
      if (matched)
        mark (evaluated, i);
    }
  return ok;
}

gboolean
hs_schema_run_object (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  const HsSchemaObject *object = run->schema->code[pc].data;
  guint size = json_object_get_size (value->object), n_required = 0;
  gboolean ok;

  if (size < object->n_required && !hs_schema_run_goes_on (run))
    {
      report_missing (run, pc, object, value);
      return FALSE;
    }
  if (size > 4 * object->n_names && object->n_patterns == 0 &&
      object->additional == HS_BLOCK_NONE && evaluated == NULL)
    ok = run_few (run, object, value, &n_required);
  else
    ok = run_members (run, pc, object, value, evaluated, &n_required);
  if (goes_on (run, ok) && n_required < object->n_required)
    {
      report_missing (run, pc, object, value);
      return FALSE;
    }
  return ok;
}

gboolean
hs_schema_run_required (HsSchemaRun *run, guint32 pc, HsSchemaValue *value)
{
  const HsSchemaNames *names = run->schema->code[pc].data;
  gboolean ok = TRUE;

  for (guint i = 0; i < names->n && goes_on (run, ok); i++)
    if (!json_object_has_member (value->object, names->names[i]))
      {
        hs_schema_run_report (run, pc, NULL, value, names->names[i]);
        ok = FALSE;
      }
  return ok;
}

/* A name is a string without a node. */
gboolean
hs_schema_run_property_names (HsSchemaRun *run, guint32 pc, HsSchemaValue *value)
{
  guint32 block = (guint32) run->schema->code[pc].number;
  JsonObjectIter iter;
  const char *name;
  gboolean ok = TRUE, quiet = run->quiet;

  members_init (run, &iter, value->object);
  while (goes_on (run, ok) && members_next (run, &iter, &name, NULL))
    {
      HsSchemaValue text = { NULL, HS_TYPE_BIT_STRING, FALSE, G_MAXUINT32, G_MAXUINT32, { 0 } };
      gboolean fits;

      text.text = name;
      run->quiet = TRUE;
      fits = hs_schema_run_block (run, block, &text, NULL);
      run->quiet = quiet;
      if (!fits)
        hs_schema_run_report (run, pc, NULL, value, name);
      ok = fits && ok;
    }
  return ok;
}

gboolean
hs_schema_run_dependent_required (HsSchemaRun *run, guint32 pc, HsSchemaValue *value)
{
  const HsSchemaDependents *dependents = run->schema->code[pc].data;
  gboolean ok = TRUE;

  for (guint i = 0; i < dependents->n && goes_on (run, ok); i++)
    {
      const HsSchemaNames *names = &dependents->all[i].required;

      if (!json_object_has_member (value->object, dependents->all[i].name))
        continue;
      for (guint k = 0; k < names->n && goes_on (run, ok); k++)
        if (!json_object_has_member (value->object, names->names[k]))
          {
            hs_schema_run_report (run, pc, NULL, value, names->names[k]);
            ok = FALSE;
          }
    }
  return ok;
}

/* Arrays. */

gboolean
hs_schema_run_items (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  const HsSchemaItems *items = run->schema->code[pc].data;
  guint n = json_array_get_length (value->array);
  gboolean ok = TRUE;

  for (guint i = 0; i < MIN (n, items->n_prefix) && goes_on (run, ok); i++)
    {
      ok =
        run_child (run, items->prefix[i], json_array_get_element (value->array, i), NULL, i) && ok;
      mark (evaluated, i);
    }
  if (items->rest == HS_BLOCK_NONE)
    return ok;
  if (items->rest != HS_BLOCK_TRUE)
    for (guint i = items->n_prefix; i < n && goes_on (run, ok); i++)
      {
        JsonNode *item = json_array_get_element (value->array, i);

        run->steps++;
        ok = run_child (run, items->rest, item, NULL, i) && ok;
      }
  if (evaluated != NULL)
    evaluated->all = TRUE;
  return ok;
}

gboolean
hs_schema_run_contains (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, HsEvaluated *evaluated)
{
  const HsSchemaContains *contains = run->schema->code[pc].data;
  guint n = json_array_get_length (value->array), count = 0;
  gboolean quiet = run->quiet;

  run->quiet = TRUE;
  for (guint i = 0; i < n; i++)
    {
      if (run_child (run, contains->block, json_array_get_element (value->array, i), NULL, i))
        {
          count++;
          mark (evaluated, i);
        }
      if (evaluated == NULL && count >= contains->min &&
          (contains->max < 0 || count > contains->max))
        break;
    }
  run->quiet = quiet;
  if (count < contains->min)
    hs_schema_run_report (run, pc, contains->has_min ? "minContains" : "contains", value, NULL);
  else if (contains->max >= 0 && count > contains->max)
    hs_schema_run_report (run, pc, "maxContains", value, NULL);
  return count >= contains->min && (contains->max < 0 || count <= contains->max);
}

/* What is left over. */

static gboolean
run_unevaluated_items (HsSchemaRun *run, guint32 pc, guint32 block, HsSchemaValue *value,
                       HsEvaluated *evaluated)
{
  gboolean ok = TRUE;

  for (guint i = 0; i < evaluated->n && goes_on (run, ok); i++)
    {
      if (is_marked (evaluated, i))
        continue;
      if (is_false (run, block))
        {
          hs_schema_run_report_item (run, pc, value, i);
          ok = FALSE;
        }
      else
        ok = run_child (run, block, json_array_get_element (value->array, i), NULL, i) && ok;
    }
  return ok;
}

static gboolean
run_unevaluated_members (HsSchemaRun *run, guint32 pc, guint32 block, HsSchemaValue *value,
                         HsEvaluated *evaluated)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean ok = TRUE;

  members_init (run, &iter, value->object);
  for (guint i = 0; goes_on (run, ok) && members_next (run, &iter, &name, &node); i++)
    {
      if (is_marked (evaluated, i))
        continue;
      if (is_false (run, block))
        {
          hs_schema_run_report (run, pc, NULL, value, name);
          ok = FALSE;
        }
      else
        ok = run_child (run, block, node, name, 0) && ok;
    }
  return ok;
}

gboolean
hs_schema_run_unevaluated (HsSchemaRun *run, guint32 pc, HsSchemaValue *value,
                           HsEvaluated *evaluated)
{
  guint32 block = (guint32) run->schema->code[pc].number;
  gboolean ok = TRUE;

  if (evaluated->all)
    return TRUE;
  if (block != HS_BLOCK_TRUE)
    ok = value->type == HS_TYPE_BIT_OBJECT
           ? run_unevaluated_members (run, pc, block, value, evaluated)
           : run_unevaluated_items (run, pc, block, value, evaluated);
  evaluated->all = TRUE;
  return ok;
}
