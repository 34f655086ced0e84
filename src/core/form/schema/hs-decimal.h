/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* An exact number: coefficient x 10^exponent, no trailing zeros in the coefficient. Sums of money and
 * percentages go into legal documents, so a rule never computes with a binary fraction. */
typedef struct
{
  gint64 coefficient;
  gint32 exponent; /* -64..64; -400..400 when it came from a double */
} HsDecimal;

HsDecimal hs_decimal_from_int (gint64 number);
/* FALSE when it has more digits than fit, or is not a decimal number (JSON grammar). */
gboolean hs_decimal_parse (const char *text, HsDecimal *number);
gboolean hs_decimal_from_node (JsonNode *node, HsDecimal *number);
/* The number its shortest text names (0.1 is one tenth); FALSE when it is not finite. */
gboolean hs_decimal_from_double (double value, HsDecimal *number);
/* Whole numbers that fit become int64, others double. (transfer full) */
JsonNode *hs_decimal_to_node (const HsDecimal *number) G_GNUC_WARN_UNUSED_RESULT;
/* "1234.5"; never an exponent. */
char *hs_decimal_to_text (const HsDecimal *number) G_GNUC_WARN_UNUSED_RESULT;
/* FALSE when it is not whole or does not fit. */
gboolean hs_decimal_to_int (const HsDecimal *number, gint64 *whole);

/* FALSE when the exact result does not fit. */
gboolean hs_decimal_add (const HsDecimal *a, const HsDecimal *b, HsDecimal *sum);
gboolean hs_decimal_subtract (const HsDecimal *a, const HsDecimal *b, HsDecimal *difference);
gboolean hs_decimal_multiply (const HsDecimal *a, const HsDecimal *b, HsDecimal *product);
int hs_decimal_compare (const HsDecimal *a, const HsDecimal *b);
/* value is a whole multiple of step (step not zero). */
gboolean hs_decimal_is_multiple (const HsDecimal *value, const HsDecimal *step);

G_END_DECLS
