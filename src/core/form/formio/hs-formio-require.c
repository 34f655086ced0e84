/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be answered: in the schema, or as a rule where it is shown only sometimes. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-private.h"

static JsonObject *
owner_of (HsFormioContext *c, HsFormioNode *node)
{
  if (node->parent == NULL)
    return c->schema;
  return hs_formio_is_repeat (node->parent) ? hs_json_object (node->parent->schema, "items")
                                            : node->parent->schema;
}

/* A row in which nothing is answered does not count: none of the rows has anything. */
static void
require_answers (HsFormioContext *c, HsFormioNode *node)
{
  g_autoptr (JsonArray) any = json_array_new ();
  const char *name = node->relative;
  JsonObject *object;
  JsonNode *all;

  for (guint i = 0; i < c->nodes->len; i++)
    {
      HsFormioNode *child = c->nodes->pdata[i];

      if (child->rows != node || child->kind == HS_FORMIO_OBJECT || child->kind == HS_FORMIO_SURVEY)
        continue;
      json_array_add_element (
        any, child->kind == HS_FORMIO_NUMBER
               ? hs_formio_op ("!==", hs_formio_var (child->relative), hs_formio_null ())
               : hs_formio_op ("!!", hs_formio_var (child->relative), NULL));
    }
  if (json_array_get_length (any) == 0 || json_array_get_length (any) > 200)
    return;
  object = json_object_new ();
  json_object_set_array_member (object, "or", json_array_ref (any));
  all = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (all, object);
  hs_formio_add_check (c, node, "required",
                       hs_formio_op ("and", hs_formio_op ("!!", hs_formio_var (name), NULL),
                                     hs_formio_op ("none", hs_formio_var (name), all)),
                       NULL);
}

static void
require (HsFormioContext *c, HsFormioNode *node, gboolean is_calculated)
{
  JsonObject *owner = owner_of (c, node);
  JsonArray *required;
  const char *name = node->relative;

  if (node->is_uncertain)
    {
      hs_formio_note (node->item, "required-loosened", "validate.required", NULL);
      return;
    }
  if (node->is_fixed && !is_calculated && !json_object_has_member (node->schema, "default"))
    return;
  if (is_calculated)
    {
      hs_formio_add_check (c, node, "required",
                           hs_formio_op ("===", hs_formio_var (name), hs_formio_null ()), NULL);
      return;
    }
  if (hs_formio_is_repeat (node))
    require_answers (c, node);
  if (node->is_conditional)
    {
      json_object_set_boolean_member (c->require, node->pointer, TRUE);
      return;
    }
  required = hs_json_array (owner, "required");
  if (required == NULL)
    {
      required = json_array_new ();
      json_object_set_array_member (owner, "required", required);
    }
  json_array_add_string_element (required, node->name);
}

void
hs_formio_fill_required (HsFormioContext *c, HsFormioNode *node, gboolean is_calculated)
{
  JsonObject *validate =
    node->component != NULL ? hs_json_object (node->component, "validate") : NULL;
  gboolean required = validate != NULL && hs_json_bool (validate, "required", FALSE);

  if (node->type != NULL && g_str_equal (node->type, "survey") && node->component == NULL)
    {
      validate = hs_json_object (node->parent->component, "validate");
      required = validate != NULL && hs_json_bool (validate, "required", FALSE);
    }
  else if (node->kind == HS_FORMIO_SURVEY)
    return;
  if (node->kind == HS_FORMIO_DAY)
    required |= hs_formio_is_part_required (node, "day") ||
                hs_formio_is_part_required (node, "month") ||
                hs_formio_is_part_required (node, "year");
  if (!required || node->is_off)
    return;
  if (node->kind == HS_FORMIO_OBJECT)
    {
      hs_formio_note (node->item, "required-container", "validate.required", NULL);
      return;
    }
  if (node->kind == HS_FORMIO_YES_NO && !node->is_uncertain)
    json_object_set_boolean_member (node->schema, "const", TRUE);
  require (c, node, is_calculated);
}
