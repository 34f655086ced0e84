/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form/print/hs-print-canvas.h"

G_BEGIN_DECLS

#define HS_PRINT_DOT_GAP 2.2 /* points */

typedef enum
{
  MARK_LINE,
  MARK_DOTS,
  MARK_RULE,
  MARK_BOX,
  MARK_TICK,
} MarkKind;

typedef struct
{
  MarkKind kind;
  double x, y, x2, y2;
  PangoLayout *layout; /* (owned) (nullable) */
  guint line;
} Mark;

struct _HsPrintCanvas
{
  PangoFontMap *map;                  /* (owned) */
  PangoContext *context;              /* (owned) */
  char *family;                       /* (owned) */
  PangoFont *faces[4];                /* (owned) regular, bold, italic, bold italic */
  PangoFontDescription *described[4]; /* (owned) the same faces; the size is set at use */
  PangoAttrList *plain;               /* (owned) of a text without hyphens */
  guint8 *known[4];     /* (owned) a bit for each character of plane 0: the face has it */
  double width, height; /* points: the page */
  double margins[4];    /* points: top, right, bottom, left */
  GPtrArray *pages;     /* (owned) (element-type GPtrArray) of Mark */
  guint page;
  double y;
  GError *error; /* (owned) (nullable) */
};

/* (transfer none), until the next call for the same face. */
PangoFontDescription *hs_print_canvas_describe (HsPrintCanvas *self, const HsPrintStyle *style);

G_END_DECLS
