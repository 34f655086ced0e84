/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors of a run: where, which keyword, what it wants and what is there. Nothing here runs while the
 * instance is valid. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema-run-private.h"

#include "base/hs-json.h"

#include <string.h>

void
hs_schema_error_free (HsSchemaError *self)
{
  if (self == NULL)
    return;
  g_free (self->instance);
  g_free (self->schema);
  g_free (self->limit);
  g_free (self->actual);
  g_free (self->property);
  g_free (self);
}

static void
append_path (GString *out, HsSchemaPath *path)
{
  if (path == NULL)
    return;
  append_path (out, path->parent);
  g_string_append_c (out, '/');
  if (path->name == NULL)
    {
      g_string_append_printf (out, "%u", path->index);
      return;
    }
  for (const char *c = path->name; *c != '\0'; c++)
    if (*c == '~' || *c == '/')
      g_string_append (out, *c == '~' ? "~0" : "~1");
    else
      g_string_append_c (out, *c);
}

static void
types_to_text (guint bits, char *text, gsize size)
{
  static const struct
  {
    guint bits;
    const char *name;
  } names[] = {
    { HS_TYPE_BIT_NULL, "null" },      { HS_TYPE_BIT_BOOLEAN, "boolean" },
    { HS_TYPE_BITS_NUMBER, "number" }, { HS_TYPE_BIT_INTEGER, "integer" },
    { HS_TYPE_BIT_REAL, "number" },    { HS_TYPE_BIT_STRING, "string" },
    { HS_TYPE_BIT_ARRAY, "array" },    { HS_TYPE_BIT_OBJECT, "object" },
  };

  text[0] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if ((bits & names[i].bits) == names[i].bits)
      {
        if (text[0] != '\0')
          g_strlcat (text, " or ", size);
        g_strlcat (text, names[i].name, size);
        bits &= ~names[i].bits;
      }
}

static void
decimal_to_text (const HsDecimal *decimal, char text[64])
{
  g_autofree char *long_text = NULL;

  if (decimal->exponent > 24 || decimal->exponent < -40)
    g_snprintf (text, 64, "%" G_GINT64_FORMAT "e%d", decimal->coefficient, decimal->exponent);
  else
    {
      long_text = hs_decimal_to_text (decimal);
      g_strlcpy (text, long_text, 64);
    }
}

static void
value_to_text (HsSchemaValue *value, char text[64])
{
  HsDecimal decimal;

  if (hs_decimal_from_node (value->node, &decimal))
    decimal_to_text (&decimal, text);
}

static void
put_count (char text[64], gint64 count)
{
  g_snprintf (text, 64, "%" G_GINT64_FORMAT, count);
}

void
hs_schema_fault_describe (HsSchemaFault *fault, const HsInstruction *ins, HsSchemaValue *value)
{
  switch (ins->op)
    {
    case HS_OP_TYPE:
      types_to_text ((guint) ins->number, fault->limit, sizeof fault->limit);
      types_to_text (value->type, fault->actual, sizeof fault->actual);
      break;
    case HS_OP_MIN_LENGTH:
    case HS_OP_MAX_LENGTH:
      put_count (fault->limit, ins->number);
      put_count (fault->actual, hs_schema_value_get_n_chars (value));
      break;
    case HS_OP_MINIMUM:
    case HS_OP_MAXIMUM:
    case HS_OP_ABOVE:
    case HS_OP_BELOW:
    case HS_OP_MULTIPLE:
      decimal_to_text (&((const HsSchemaNumber *) ins->data)->decimal, fault->limit);
      value_to_text (value, fault->actual);
      break;
    case HS_OP_MIN_ITEMS:
    case HS_OP_MAX_ITEMS:
      put_count (fault->limit, ins->number);
      put_count (fault->actual, json_array_get_length (value->array));
      break;
    case HS_OP_MIN_PROPERTIES:
    case HS_OP_MAX_PROPERTIES:
      put_count (fault->limit, ins->number);
      put_count (fault->actual, json_object_get_size (value->object));
      break;
    default:
      break;
    }
}

/* What has no fixed size. */
static void
describe_more (HsSchemaError *error, const HsInstruction *ins)
{
  g_autoptr (JsonNode) list = NULL;
  const HsSchemaEnum *values;
  JsonArray *array;

  switch (ins->op)
    {
    case HS_OP_CONST_TEXT:
      list = json_node_init_string (json_node_alloc (), ins->data);
      error->limit = hs_json_write (list);
      break;
    case HS_OP_CONST:
      error->limit = hs_json_write ((JsonNode *) ins->data);
      break;
    case HS_OP_ENUM:
      values = ins->data;
      array = json_array_new ();
      for (guint i = 0; i < values->n; i++)
        json_array_add_element (array, json_node_copy (values->in_order[i]));
      list = json_node_init_array (json_node_alloc (), array);
      json_array_unref (array);
      error->limit = hs_json_write (list);
      break;
    case HS_OP_FORMAT:
      error->limit = g_strdup (((const HsSchemaNamedFormat *) ins->data)->name);
      break;
    case HS_OP_PATTERN:
      error->limit = g_strdup (hs_schema_regex_get_pattern ((HsSchemaRegex *) ins->data));
      break;
    default:
      break;
    }
}

static void
report (HsSchemaRun *run, guint32 pc, const char *keyword, HsSchemaValue *value,
        const char *property)
{
  const HsInstruction *ins = &run->schema->code[pc];
  const HsSchemaInfo *info = &run->schema->infos[pc];
  HsSchemaFault fault = { NULL, "", "" };
  HsSchemaError *error;
  GString *instance;

  if (keyword == NULL)
    hs_schema_fault_describe (&fault, ins, value);
  fault.keyword = keyword != NULL ? keyword : info->keyword;
  if (run->fault != NULL && run->fault->keyword == NULL)
    *run->fault = fault;
  if (run->errors == NULL || run->errors->len >= run->max_errors)
    return;
  error = g_new0 (HsSchemaError, 1);
  instance = g_string_new (NULL);
  append_path (instance, run->path);
  error->instance = g_string_free (instance, FALSE);
  error->keyword = fault.keyword;
  error->schema = ins->op == HS_OP_FALSE ? g_strdup (info->location)
                                         : g_strconcat (info->location, "/", fault.keyword, NULL);
  if (fault.limit[0] != '\0')
    error->limit = g_strdup (fault.limit);
  if (fault.actual[0] != '\0')
    error->actual = g_strdup (fault.actual);
  if (keyword == NULL)
    describe_more (error, ins);
  error->property = g_strdup (property);
  g_ptr_array_add (run->errors, error);
}

void
hs_schema_run_report (HsSchemaRun *run, guint32 pc, const char *keyword, HsSchemaValue *value,
                      const char *property)
{
  if (!run->quiet && (run->errors != NULL || run->fault != NULL))
    report (run, pc, keyword, value, property);
}

void
hs_schema_run_report_item (HsSchemaRun *run, guint32 pc, HsSchemaValue *value, guint index)
{
  HsSchemaPath item = { run->path, NULL, index };

  run->path = &item;
  hs_schema_run_report (run, pc, NULL, value, NULL);
  run->path = item.parent;
}
