/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"

G_BEGIN_DECLS

/* What a package's own tests gave. */
typedef struct
{
  guint n_passed;
  guint n_failed;
  GPtrArray *lines; /* (element-type utf8) "ok 1 - name", "not ok 2 - name: what differs" */
} HsFormTestReport;

/* Runs the tests that lie beside a package ("<name>.tests.json"): an array of
 *   { "name", "base"?: name of an earlier test whose answers it starts from, "answers"?: {...},
 *     "change"?: {pointer: value or null}, "typed"?: {pointer: text}, "today"?: "2026-11-24",
 *     "expect": { "errors"?: [{at, id}], "warnings"?: [{at, id}], "values"?: {pointer: value},
 *                 "hidden"?: [pointers], "shown"?: [pointers] } }
 * errors and warnings, when they are there, are the whole set in any order.
 * units: (nullable). Thread: any. Errors: HS_FORM_ERROR_PACKAGE when the tests are not of that form
 * (a test that fails is no error). */
HsFormTestReport *
hs_form_package_run_tests (HsFormPackage *package, HsWorld *world, HsUnits *units, JsonNode *tests,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hs_form_test_report_free (HsFormTestReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsFormTestReport, hs_form_test_report_free)

G_END_DECLS
