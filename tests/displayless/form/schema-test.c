/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shared by the tests of the JSON Schema validator. */
#define G_LOG_DOMAIN "hoso"

#include "schema-test.h"

#include "base/hs-json.h"

JsonNode *
schema_test_parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  JsonNode *node = hs_json_parse (json, -1, HS_JSON_RFC8259, 0, &error);

  if (node == NULL)
    g_error ("%s: %s", text, error->message);
  return node;
}

HsSchema *
schema_test_compile (const char *text, HsSchemaFlags flags)
{
  g_autoptr (JsonNode) root = schema_test_parse (text);
  g_autoptr (GError) error = NULL;
  HsSchema *schema = hs_schema_compile (root, "", NULL, flags, NULL, &error);

  if (schema == NULL)
    g_error ("%s: %s", text, error->message);
  return schema;
}

gboolean
schema_test_is_valid (HsSchema *schema, JsonNode *instance)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) errors = NULL;
  gboolean valid = FALSE;

  hs_schema_check (schema, instance, &valid, &error);
  g_assert_no_error (error);
  errors = hs_schema_list_errors (schema, instance, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (errors->len == 0, ==, valid);
  return valid;
}
