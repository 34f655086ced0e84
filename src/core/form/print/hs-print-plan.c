/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and checks the "print" member of a package. */
#define G_LOG_DOMAIN "hoso"

#include "form/print/hs-print-plan-private.h"

void
hs_print_plan_free (HsPrintPlan *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->families);
  g_ptr_array_unref (self->blocks);
  g_hash_table_unref (self->covered);
  g_free (self);
}

gboolean
hs_print_read_number (HsPrintReader *r, JsonObject *object, const char *place, const char *member,
                      double minimum, double maximum, double *number)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *where = NULL;

  if (node == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && (json_node_get_value_type (node) == G_TYPE_INT64 ||
                                       json_node_get_value_type (node) == G_TYPE_DOUBLE))
    {
      *number = json_node_get_double (node);
      if (*number >= minimum && *number <= maximum)
        return TRUE;
    }
  where = hs_json_pointer_append (place, member);
  return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, where,
                            "“%s” must be a number from %g to %g", member, minimum, maximum);
}

static gboolean
read_families (HsPrintReader *r, JsonObject *font)
{
  JsonArray *families = hs_form_lint_array (r->lint, font, "/print/font", "family");

  for (guint i = 0; families != NULL && i < json_array_get_length (families); i++)
    {
      JsonNode *node = json_array_get_element (families, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/print/font/family",
                                  "a font is named by a text");
      g_ptr_array_add (r->print->families, (gpointer) json_node_get_string (node));
    }
  if (families != NULL && r->print->families->len == 0)
    return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/print/font/family",
                              "no font is named");
  g_ptr_array_add (r->print->families, NULL);
  return families != NULL;
}

/* "A4", upright unless it is said otherwise. */
static gboolean
read_size (HsPrintReader *r, JsonObject *page)
{
  static const struct
  {
    const char *name;
    double width, height; /* mm */
  } sizes[] = { { "A4", 210, 297 }, { "A5", 148, 210 }, { "A3", 297, 420 } };
  const char *size = hs_json_string (page, "size", "A4");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_strcmp0 (size, sizes[i].name) == 0)
      {
        gboolean landscape = hs_json_bool (page, "landscape", FALSE);

        r->print->width = landscape ? sizes[i].height : sizes[i].width;
        r->print->height = landscape ? sizes[i].width : sizes[i].height;
        return TRUE;
      }
  return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/print/page/size",
                            "the page is “A3”, “A4” or “A5”");
}

static gboolean
read_margins (HsPrintReader *r, JsonObject *page)
{
  JsonArray *margins = hs_form_lint_array (r->lint, page, "/print/page", "margins");

  if (margins == NULL)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      JsonNode *node =
        i < json_array_get_length (margins) ? json_array_get_element (margins, i) : NULL;

      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_double (node) < 5 ||
          json_node_get_double (node) > 60)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, "/print/page/margins",
                                  "four margins of 5 to 60 mm: top, right, bottom, left");
      r->print->margins[i] = json_node_get_double (node);
    }
  return TRUE;
}

static gboolean
read_page (HsPrintReader *r, JsonObject *print)
{
  static const char *const page_known[] = { "size", "landscape", "margins", NULL };
  static const char *const font_known[] = { "family", "size", "smallest", NULL };
  JsonObject *page = hs_form_lint_object (r->lint, print, "/print", "page");
  JsonObject *font = page != NULL ? hs_form_lint_object (r->lint, print, "/print", "font") : NULL;

  if (font == NULL || !hs_form_lint_members (r->lint, page, "/print/page", page_known) ||
      !hs_form_lint_members (r->lint, font, "/print/font", font_known) || !read_size (r, page) ||
      !read_margins (r, page))
    return FALSE;
  r->print->size = 13;
  r->print->smallest = 9;
  return read_families (r, font) &&
         hs_print_read_number (r, font, "/print/font", "size", 6, 20, &r->print->size) &&
         hs_print_read_number (r, font, "/print/font", "smallest", 6, 20, &r->print->smallest);
}

static gboolean
read_covers (HsPrintReader *r, JsonObject *print)
{
  gboolean ok;
  JsonArray *covers = hs_form_lint_maybe_array (r->lint, print, "/print", "covers", &ok);

  for (guint i = 0; covers != NULL && i < json_array_get_length (covers); i++)
    {
      JsonNode *node = json_array_get_element (covers, i);
      const char *pointer = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
      HsFieldDef *field =
        pointer != NULL ? g_hash_table_lookup (r->plan->by_pointer, pointer) : NULL;
      g_autofree char *place = g_strdup_printf ("/print/covers/%u", i);

      if (field == NULL)
        return hs_form_lint_fail (r->lint, HS_FORM_ERROR_PACKAGE, place, "there is no field “%s”",
                                  pointer != NULL ? pointer : "");
      g_hash_table_add (r->print->covered, field);
    }
  return ok;
}

static gboolean
check_words (HsPrintReader *r)
{
  static const char *const needed[] = { "print.draft",     "print.page",  "print.dossier",
                                        "print.hash",      "print.annex", "print.annex-note",
                                        "print.see-annex", "print.other", "print.summary",
                                        "print.empty" };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (hs_form_lint_string (r->lint, r->plan->messages, "/messages", needed[i]) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_blocks (HsPrintReader *r, JsonObject *print)
{
  JsonArray *blocks = hs_form_lint_array (r->lint, print, "/print", "blocks");

  for (guint i = 0; blocks != NULL && i < json_array_get_length (blocks); i++)
    {
      g_autofree char *place = g_strdup_printf ("/print/blocks/%u", i);

      if (!hs_print_read_block (r, r->print->blocks, json_array_get_element (blocks, i), place))
        return FALSE;
    }
  return blocks != NULL;
}

HsPrintPlan *
hs_print_plan_compile (HsFormPlan *plan, HsFormLint *lint, JsonObject *print)
{
  static const char *const known[] = { "page", "font", "covers", "blocks", NULL };
  HsPrintPlan *self = g_new0 (HsPrintPlan, 1);
  HsPrintReader r = { plan, lint, self, NULL };

  self->families = g_ptr_array_new ();
  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) hs_print_block_free);
  self->covered = g_hash_table_new (NULL, NULL);
  if (hs_form_lint_members (lint, print, "/print", known) && check_words (&r) &&
      read_page (&r, print) && read_covers (&r, print) && read_blocks (&r, print))
    return self;
  hs_print_plan_free (self);
  return NULL;
}
