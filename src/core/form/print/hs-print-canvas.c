/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays marks on pages with Pango, without a display and without falling back to another font: an
 * official paper with a box for a letter is worse than a message that says which letter. */
#define G_LOG_DOMAIN "hoso"

#include "form/print/hs-print-canvas-private.h"

#include <string.h>

#define LINE_SPACING 1.32

static void
mark_free (Mark *mark)
{
  g_clear_object (&mark->layout);
  g_free (mark);
}

static guint
number_of (const HsPrintStyle *style)
{
  return (style->bold ? 1 : 0) + (style->italic ? 2 : 0);
}

PangoFontDescription *
hs_print_canvas_describe (HsPrintCanvas *self, const HsPrintStyle *style)
{
  PangoFontDescription **description = &self->described[number_of (style)];

  if (*description == NULL)
    {
      *description = pango_font_description_new ();
      pango_font_description_set_weight (*description,
                                         style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
      pango_font_description_set_style (*description,
                                        style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    }
  pango_font_description_set_family (*description, self->family);
  pango_font_description_set_absolute_size (*description, style->size * PANGO_SCALE);
  return *description;
}

/* Whether the face has the letters of Vietnamese that older fonts lack. */
static gboolean
has_vietnamese (PangoFont *face)
{
  static const gunichar others[] = { 0x102, 0x103, 0x110, 0x111, 0x1a0, 0x1a1, 0x1af, 0x1b0 };

  for (gunichar u = 0x1ea0; u <= 0x1ef9; u++)
    if (!pango_font_has_char (face, u))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (!pango_font_has_char (face, others[i]))
      return FALSE;
  return TRUE;
}

static gboolean
load_face (HsPrintCanvas *self, guint number)
{
  HsPrintStyle style = { 12, (number & 1) != 0, (number & 2) != 0 };
  PangoFontDescription *wanted = hs_print_canvas_describe (self, &style), *found = NULL;
  gboolean is_it;

  g_clear_object (&self->faces[number]);
  self->faces[number] = pango_font_map_load_font (self->map, self->context, wanted);
  if (self->faces[number] != NULL)
    found = pango_font_describe (self->faces[number]);
  is_it = found != NULL &&
          g_ascii_strcasecmp (pango_font_description_get_family (found), self->family) == 0;
  g_clear_pointer (&found, pango_font_description_free);
  return is_it && has_vietnamese (self->faces[number]);
}

static gboolean
load_family (HsPrintCanvas *self, const char *family)
{
  g_free (self->family);
  self->family = g_strdup (family);
  for (guint i = 0; i < G_N_ELEMENTS (self->faces); i++)
    if (!load_face (self, i))
      return FALSE;
  return TRUE;
}

static gboolean
choose_family (HsPrintCanvas *self, const char *const *families, GError **error)
{
  g_autofree char *names = NULL;

  for (guint i = 0; families[i] != NULL; i++)
    if (load_family (self, families[i]))
      return TRUE;
  names = g_strjoinv (", ", (char **) families);
  g_set_error (error, HS_FORM_ERROR, HS_FORM_ERROR_FONT,
               "no font with all Vietnamese letters is installed; one of these is needed: %s",
               names);
  return FALSE;
}

static void
set_up_context (HsPrintCanvas *self)
{
  cairo_font_options_t *options = cairo_font_options_create ();

  self->map = pango_cairo_font_map_new ();
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (self->map), 72);
  self->context = pango_font_map_create_context (self->map);
  /* the same places on every surface */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, options);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  pango_context_set_language (self->context, pango_language_from_string ("vi"));
  pango_context_set_base_dir (self->context, PANGO_DIRECTION_LTR);
  cairo_font_options_destroy (options);
}

HsPrintCanvas *
hs_print_canvas_new (const char *const *families, const HsPrintPaper *paper, GError **error)
{
  g_autoptr (HsPrintCanvas) self = g_new0 (HsPrintCanvas, 1);

  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < 4; i++)
    self->margins[i] = HS_MM (paper->margins[i]);
  self->width = HS_MM (paper->width);
  self->height = HS_MM (paper->height);
  set_up_context (self);
  if (!choose_family (self, families, error))
    return NULL;
  hs_print_canvas_new_page (self);
  return g_steal_pointer (&self);
}

void
hs_print_canvas_free (HsPrintCanvas *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (self->faces); i++)
    {
      g_clear_object (&self->faces[i]);
      g_clear_pointer (&self->described[i], pango_font_description_free);
      g_free (self->known[i]);
    }
  g_clear_pointer (&self->plain, pango_attr_list_unref);
  g_clear_object (&self->context);
  g_clear_object (&self->map);
  g_free (self->family);
  g_clear_error (&self->error);
  g_free (self);
}

double
hs_print_canvas_page_width (HsPrintCanvas *self)
{
  return self->width;
}

double
hs_print_canvas_page_height (HsPrintCanvas *self)
{
  return self->height;
}

double
hs_print_canvas_left (HsPrintCanvas *self)
{
  return self->margins[3];
}

double
hs_print_canvas_width (HsPrintCanvas *self)
{
  return self->width - self->margins[1] - self->margins[3];
}

double
hs_print_canvas_y (HsPrintCanvas *self)
{
  return self->y;
}

double
hs_print_canvas_room (HsPrintCanvas *self)
{
  return self->height - self->margins[2] - self->y;
}

double
hs_print_canvas_height (HsPrintCanvas *self)
{
  return self->height - self->margins[0] - self->margins[2];
}

void
hs_print_canvas_advance (HsPrintCanvas *self, double height)
{
  self->y += height;
}

gboolean
hs_print_canvas_need (HsPrintCanvas *self, double height)
{
  if (self->y + height <= self->height - self->margins[2] || self->y <= self->margins[0])
    return FALSE;
  hs_print_canvas_new_page (self);
  return TRUE;
}

void
hs_print_canvas_new_page (HsPrintCanvas *self)
{
  g_ptr_array_add (self->pages, g_ptr_array_new_with_free_func ((GDestroyNotify) mark_free));
  self->page = self->pages->len - 1;
  self->y = self->margins[0];
}

guint
hs_print_canvas_get_n_pages (HsPrintCanvas *self)
{
  return self->pages->len;
}

void
hs_print_canvas_go_to (HsPrintCanvas *self, guint page, double y)
{
  self->page = page;
  self->y = y;
}

/* Asked once for each character: the font itself answers slowly. */
static gboolean
has_char (HsPrintCanvas *self, guint face, gunichar u)
{
  guint8 **known = &self->known[face];

  if (u < 0x10000 && *known != NULL && ((*known)[u / 8] & (1 << u % 8)) != 0)
    return TRUE;
  if (!pango_font_has_char (self->faces[face], u))
    return FALSE;
  if (*known == NULL)
    *known = g_malloc0 (0x10000 / 8);
  if (u < 0x10000)
    (*known)[u / 8] |= (guint8) (1 << u % 8);
  return TRUE;
}

static gboolean
has_glyphs (HsPrintCanvas *self, const char *text, const HsPrintStyle *style, const char *what)
{
  guint face = number_of (style);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar u = g_utf8_get_char (c);

      if (g_unichar_isspace (u) || g_unichar_type (u) == G_UNICODE_FORMAT ||
          has_char (self, face, u))
        continue;
      self->error =
        g_error_new (HS_FORM_ERROR, HS_FORM_ERROR_FONT,
                     "the font “%s” has no glyph for U+%04X (in “%s”)", self->family, u, what);
      return FALSE;
    }
  return TRUE;
}

/* No line ends after a hyphen, and none is put in: a reader of the PDF takes one at the end of a line
 * for a mark of division and drops it. */
static void
keep_hyphens (PangoAttrList *list, const char *text)
{
  for (const char *c = strchr (text, '-'); c != NULL; c = strchr (c + 1, '-'))
    {
      PangoAttribute *keep = pango_attr_allow_breaks_new (FALSE);
      const char *next = c[1] != '\0' ? g_utf8_next_char (c + 1) : c + 1;

      keep->start_index = (guint) (c - text);
      keep->end_index = (guint) (next - text);
      pango_attr_list_insert (list, keep);
    }
}

static PangoAttrList *
new_attributes (void)
{
  PangoAttrList *list = pango_attr_list_new ();

  pango_attr_list_insert (list, pango_attr_fallback_new (FALSE));
  pango_attr_list_insert (list, pango_attr_font_features_new ("liga=0, clig=0"));
  pango_attr_list_insert (list, pango_attr_insert_hyphens_new (FALSE));
  return list;
}

static void
add_attributes (HsPrintCanvas *self, PangoLayout *layout, const char *text)
{
  PangoAttrList *list;

  if (strchr (text, '-') == NULL)
    {
      if (self->plain == NULL)
        self->plain = new_attributes ();
      pango_layout_set_attributes (layout, self->plain);
      return;
    }
  list = new_attributes ();
  keep_hyphens (list, text);
  pango_layout_set_attributes (layout, list);
  pango_attr_list_unref (list);
}

PangoLayout *
hs_print_canvas_layout (HsPrintCanvas *self, const char *text, const HsPrintStyle *style,
                        double width, double first_indent, const char *what)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  PangoLayout *layout;

  if (self->error != NULL)
    return NULL;
  if (normal == NULL)
    normal = g_strdup ("");
  if (!has_glyphs (self, normal, style, what))
    return NULL;
  layout = pango_layout_new (self->context);
  pango_layout_set_font_description (layout, hs_print_canvas_describe (self, style));
  add_attributes (self, layout, normal);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_text (layout, normal, -1);
  if (width < 0)
    return layout;
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_indent (layout, (int) (first_indent * PANGO_SCALE));
  return layout;
}

double
hs_print_layout_width_of (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

double
hs_print_canvas_line_height (HsPrintCanvas *self, double size)
{
  return size * LINE_SPACING;
}

static Mark *
put (HsPrintCanvas *self, MarkKind kind, double x, double y, double x2, double y2)
{
  Mark *mark = g_new0 (Mark, 1);

  mark->kind = kind;
  mark->x = x;
  mark->y = y;
  mark->x2 = x2;
  mark->y2 = y2;
  g_ptr_array_add (self->pages->pdata[self->page], mark);
  return mark;
}

void
hs_print_canvas_put_line (HsPrintCanvas *self, PangoLayout *layout, guint line, double x,
                          double baseline)
{
  Mark *mark;

  if (layout == NULL)
    return;
  mark = put (self, MARK_LINE, x, baseline, 0, 0);
  mark->layout = g_object_ref (layout);
  mark->line = line;
}

void
hs_print_canvas_put_dots (HsPrintCanvas *self, double from, double to, double y)
{
  if (to - from >= 2 * HS_PRINT_DOT_GAP)
    put (self, MARK_DOTS, from, y, to, y);
}

void
hs_print_canvas_put_rule (HsPrintCanvas *self, double from, double to, double y, double width)
{
  put (self, MARK_RULE, from, y, to, width);
}

void
hs_print_canvas_put_box (HsPrintCanvas *self, double x, double y, double width, double height)
{
  put (self, MARK_BOX, x, y, width, height);
}

void
hs_print_canvas_put_tick (HsPrintCanvas *self, double x, double y, double size)
{
  put (self, MARK_TICK, x, y, size, size);
}

void
hs_print_canvas_flow (HsPrintCanvas *self, PangoLayout *layout, double x, double size)
{
  double height = hs_print_canvas_line_height (self, size);
  int n = layout != NULL ? pango_layout_get_line_count (layout) : 0;

  for (int i = 0; i < n; i++)
    {
      hs_print_canvas_need (self, height);
      hs_print_canvas_put_line (self, layout, (guint) i, x, self->y + size);
      self->y += height;
    }
}

gboolean
hs_print_canvas_failed (HsPrintCanvas *self)
{
  return self->error != NULL;
}

gboolean
hs_print_canvas_propagate (HsPrintCanvas *self, GError **error)
{
  if (self->error == NULL)
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return TRUE;
}
