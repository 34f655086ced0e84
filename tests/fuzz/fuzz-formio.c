/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Form.io form from anywhere: refused with a reason, or a package that loads and takes back what it wrote. */
#define G_LOG_DOMAIN "hoso"

#include "form/formio/hs-formio-export.h"
#include "form/formio/hs-formio-import.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The definition itself is also a submission: its members are of every type. */
static void
fill (HsFormPackage *package, HsForm *form, JsonNode *submission)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) draft = hs_formio_read_submission (package, submission, TRUE, &error);
  g_autoptr (JsonNode) written = NULL;
  g_autoptr (GPtrArray) errors = NULL;

  if (draft == NULL || !hs_form_load_draft (form, draft, &error))
    return;
  errors = hs_formio_list_errors (form, NULL);
  written = hs_formio_export (form, NULL);
  if (errors == NULL || written == NULL)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (HsFormioImport) imported = hs_formio_import (bytes, NULL, NULL, &error);
  g_autoptr (JsonNode) report = NULL;
  g_autoptr (JsonNode) submission = NULL;
  g_autoptr (HsFormPackage) package = NULL;
  g_autoptr (HsWorld) world = NULL;
  g_autoptr (HsForm) form = NULL;

  if ((imported == NULL) != (error != NULL))
    abort ();
  if (imported == NULL)
    return 0;
  report = hs_formio_import_dup_report (imported);
  package = hs_form_package_load (hs_formio_import_get_package (imported), NULL);
  if (package == NULL)
    abort ();
  world = hs_world_new ("/nonexistent", "/nonexistent", "/nonexistent");
  form = hs_form_new (package, world, NULL);
  submission = hs_json_parse_bytes (bytes, HS_JSON_RFC8259, NULL);
  if (submission != NULL && JSON_NODE_HOLDS_OBJECT (submission))
    fill (package, form, submission);
  return 0;
}
