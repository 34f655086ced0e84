/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form-test.h"

G_BEGIN_DECLS

/* A random form package: fields of all kinds, blocks, repeats in repeats, rules of every sort that read
 * fields before them, and conditions of the schema and the layout. The same package for the same state
 * of rand. Returns its text. */
char *form_generate (GRand *rand) G_GNUC_WARN_UNUSED_RESULT;

/* Something to type into that field: often right, sometimes not. */
char *form_generate_text (GRand *rand, HsFormField *field) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
