/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form-test.h"

#include "form/version/hs-form-move.h"
#include "version-test.h"

G_BEGIN_DECLS

/* Edits of the small form (version-test.h) and what a move made of a draft. */

#define FIELD(name, schema)                                                                        \
  { "/schema/properties/" name, schema },                                                          \
  {                                                                                                \
    "/layout/elements/0/elements/-", "{'type':'Control','scope':'#/properties/" name "'}"          \
  }
#define TEXT(title) "{'type':'string','title':'" title "'}"
#define STEPS(steps)                                                                               \
  {                                                                                                \
    "/migrate", "[{'from':'1.0.0','to':'2.0.0','steps':[" steps "]}]"                              \
  }
/* so that fields can go */
#define NO_RULES                                                                                   \
  {                                                                                                \
    "/rules", "{}"                                                                                 \
  }
#define GONE(name, place)                                                                          \
  { "/schema/properties/" name, NULL },                                                            \
  {                                                                                                \
    "/layout/elements/0/elements/" place, NULL                                                     \
  }

typedef struct
{
  HsWorld *world; /* (owned) */
  HsUnits *units; /* (owned) */
} MoveTest;

void move_test_set_up (MoveTest *t);
void move_test_tear_down (MoveTest *t);
/* It succeeds. */
HsFormMove *move_test_run (MoveTest *t, HsFormPackage *from, JsonNode *draft,
                           HsFormPackage *to) G_GNUC_WARN_UNUSED_RESULT;
char *move_test_answers_of (JsonNode *draft) G_GNUC_WARN_UNUSED_RESULT; /* as JSON */
/* "pointer=text reason, ..." of the tray. */
char *move_test_tray_of (JsonNode *draft) G_GNUC_WARN_UNUSED_RESULT;
/* "kind pointer, ..." */
char *move_test_items_of (HsFormMove *move) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
