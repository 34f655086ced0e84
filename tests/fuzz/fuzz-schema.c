/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A schema (the first line) and an instance (what follows) from anywhere: refused with a reason and a
 * place, or a verdict that is the same whichever way one asks, or a bound that says so. */
#define G_LOG_DOMAIN "hoso"

#include "form/schema/hs-schema.h"

#include "base/hs-json.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (HsSchema *schema, JsonNode *instance)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) list_error = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  gboolean valid = FALSE;
  gboolean told = hs_schema_check (schema, instance, &valid, &error);

  if (told != (error == NULL))
    abort ();
  errors = hs_schema_list_errors (schema, instance, 0, &list_error);
  if ((errors == NULL) != (list_error != NULL))
    abort ();
  if (told && errors != NULL && (errors->len == 0) != valid)
    abort ();
  for (guint i = 0; errors != NULL && i < errors->len; i++)
    {
      HsSchemaError *one = errors->pdata[i];

      if (hs_json_pointer_get (instance, one->instance) == NULL || one->keyword == NULL ||
          strchr (one->schema, '#') == NULL)
        abort ();
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *end = memchr (data, '\n', size);
  gsize length = end != NULL ? (gsize) (end - data) : size;
  g_autoptr (JsonNode) root =
    hs_json_parse ((const char *) data, (gssize) length, HS_JSON_RFC8259, 0, NULL);
  g_autoptr (JsonNode) instance = NULL;

  if (root == NULL || end == NULL)
    return 0;
  instance =
    hs_json_parse ((const char *) end + 1, (gssize) (size - length - 1), HS_JSON_RFC8259, 0, NULL);
  for (HsSchemaFlags flags = HS_SCHEMA_DEFAULT; flags <= HS_SCHEMA_FORM_FORMATS; flags++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *where = NULL;
      g_autoptr (HsSchema) schema = hs_schema_compile (root, "", NULL, flags, &where, &error);

      if ((schema == NULL) != (error != NULL) || (schema == NULL) != (where != NULL))
        abort ();
      if (schema != NULL && instance != NULL)
        check (schema, instance);
    }
  return 0;
}
