/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/hs-form.h"
#include "form/profile/hs-person.h"
#include "hs-test.h"

G_BEGIN_DECLS

/* What every test of the form engine starts from: a world that stands still on 2026-11-24, the units,
 * and the package asked for. */
typedef struct
{
  HsWorld *world;
  HsUnits *units;
  HsFormPackage *package;
  HsForm *form;
} FormTest;

/* The shipped package of that id, or the fixture tests/fixtures/forms/<id>.json. */
void form_test_set_up (FormTest *t, const char *id);
void form_test_tear_down (FormTest *t);

/* Answers of the complete birth declaration: the first test of the shipped package's own. */
JsonNode *form_test_complete_answers (void);
/* (element-type utf8) owned ids of the packages in data/forms, sorted. */
GPtrArray *form_test_shipped (void);
/* JSON with ' for ". */
JsonNode *form_test_json (const char *text);
/* "pointer rule, pointer rule": errors, then after " | " warnings. */
char *form_test_problems (HsForm *form);
/* Everything one can see of a form. */
char *form_test_snapshot (HsForm *form);
/* Asserts with hs_json_write() of the field's value; "null" for none. */
void form_test_assert_value (HsForm *form, const char *pointer, const char *json);
/* The seed of this run: $HOSO_TEST_SEED, else from the clock; printed. */
guint32 form_test_seed (void);

/* A made-up person; json with ' for ". The full one has every profile field. */
HsPerson *form_test_person (const char *json);
HsPerson *form_test_full_person (void);

G_END_DECLS
