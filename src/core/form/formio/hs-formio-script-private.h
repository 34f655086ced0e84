/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/formio/hs-formio-private.h"

G_BEGIN_DECLS

typedef enum
{
  HS_FORMIO_TYPE_ANY,
  HS_FORMIO_TYPE_NUMBER,
  HS_FORMIO_TYPE_TEXT,
  HS_FORMIO_TYPE_BOOLEAN,
  HS_FORMIO_TYPE_NULL,
} HsFormioType;

/* guards: what must be answered for arithmetic to give a number. */
typedef struct
{
  JsonNode *node; /* NULL: not in the subset */
  HsFormioType type;
  GPtrArray *guards; /* (nullable) (element-type JsonNode) */
  gboolean is_zero;  /* a name that is null, not undefined, when it is missing */
} HsFormioExpr;

/* Where a script is being read. */
typedef struct
{
  const char *at;
  const char *variable;
  HsFormioKindFunc kind_of;
  gpointer data;
  guint depth;
  guint nodes;
} HsFormioParser;

/* hs-formio-lex.c: they go on in the script, over what they read. */
void hs_formio_lex_skip (HsFormioParser *p); /* space and comments */
gboolean hs_formio_lex_accept (HsFormioParser *p, const char *token);
gboolean hs_formio_lex_accept_word (HsFormioParser *p, const char *word);
char *hs_formio_lex_word (HsFormioParser *p); /* (transfer full) (nullable) */
/* (transfer full) (nullable): a text in quotes, with the plain escapes only. */
char *hs_formio_lex_string (HsFormioParser *p);
gboolean hs_formio_lex_is_name (char c);

/* hs-formio-expr.c: all take the expressions they are given. */
HsFormioExpr hs_formio_expr_new (JsonNode *node /* taken */, HsFormioType type);
/* Gives none. a, b: (nullable). */
HsFormioExpr hs_formio_expr_fail (HsFormioExpr *a, HsFormioExpr *b);
/* Arithmetic used as a value: a missing answer gives nothing. In place. */
void hs_formio_expr_settle (HsFormioExpr *expr);
JsonNode *hs_formio_expr_choose (JsonNode *condition, JsonNode *yes, JsonNode *no);
HsFormioExpr hs_formio_expr_arithmetic (const char *op, HsFormioExpr *a, HsFormioExpr *b);
HsFormioExpr hs_formio_expr_sum (const char *op, HsFormioExpr *a, HsFormioExpr *b);
HsFormioExpr hs_formio_expr_comparison (const char *op, HsFormioExpr *a, HsFormioExpr *b);
HsFormioExpr hs_formio_expr_logical (const char *op, HsFormioExpr *a, HsFormioExpr *b);

G_END_DECLS
