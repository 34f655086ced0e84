/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preview: what is rendered and kept, and what the view shows of good and bad documents. */
#include "hs-display-test.h"

#include "hs-test.h"
#include "preview/hs-document-view.h"
#include "preview/hs-page-cache.h"
#include "preview/hs-page-column.h"

#include <cairo-pdf.h>

#define N_PAGES 40
#define SMALL_BUDGET (4 * 1024 * 1024)

static HsWorld *world; /* of the whole run */

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* A4 pages, upright and across by turns. */
static GBytes *
make_pdf (guint n_pages)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, 595, 842);
  cairo_t *cr;

  for (guint i = 0; i < n_pages; i++)
    {
      cairo_pdf_surface_set_size (surface, i % 2 == 0 ? 595 : 842, i % 2 == 0 ? 842 : 595);
      cr = cairo_create (surface);
      cairo_set_source_rgb (cr, 0.2, 0.2, 0.7);
      cairo_rectangle (cr, 72, 72, 10.0 * (i + 1), 100);
      cairo_fill (cr);
      cairo_show_page (cr);
      cairo_destroy (cr);
    }
  cairo_surface_finish (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

/* NULL after a skip: this machine cannot make the sandbox. */
static HsDocument *
open_pdf (guint n_pages)
{
  g_autoptr (GBytes) bytes = make_pdf (n_pages);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *answer = NULL;
  HsDocument *document;

  hs_document_open_async (world, bytes, NULL, NULL, hs_test_result_cb, &answer);
  result = hs_test_await (&answer);
  document = hs_document_open_finish (result, &error);
  if (g_error_matches (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_SANDBOX))
    {
      g_test_skip ("the sandbox of hoso-render cannot be made here");
      return NULL;
    }
  g_assert_no_error (error);
  return document;
}

static gboolean
is_cache_idle (gpointer data)
{
  return hs_page_cache_is_idle (data);
}

/* Given more wishes than the budget holds, then the first ones are there and the bytes stay within it. */
static void
test_budget (void)
{
  g_autoptr (HsDocument) document = open_pdf (N_PAGES);
  HsPageCache *cache;
  HsPageWish wishes[N_PAGES];
  gboolean exact;

  if (document == NULL)
    return;
  cache = hs_page_cache_new (document, SMALL_BUDGET);
  for (guint i = 0; i < N_PAGES; i++)
    wishes[i] = (HsPageWish){ i, 600 };
  hs_page_cache_want (cache, &wishes, wishes, N_PAGES);
  hs_test_wait (is_cache_idle, cache);
  g_assert_cmpuint (hs_page_cache_get_bytes (cache), <=, SMALL_BUDGET);
  g_assert_cmpuint (hs_page_cache_get_bytes (cache), >, 0);
  g_assert_nonnull (hs_page_cache_look_up (cache, 0, 600, &exact));
  g_assert_true (exact);
  g_assert_null (hs_page_cache_look_up (cache, N_PAGES - 1, 600, &exact));
  /* scrolled to the end: those pages come, the budget holds */
  hs_page_cache_want (cache, &wishes, wishes + N_PAGES - 2, 2);
  hs_test_wait (is_cache_idle, cache);
  g_assert_nonnull (hs_page_cache_look_up (cache, N_PAGES - 1, 600, &exact));
  g_assert_cmpuint (hs_page_cache_get_bytes (cache), <=, SMALL_BUDGET);
  /* another zoom: the old picture stands in until the new one is there */
  wishes[0].page = N_PAGES - 1;
  wishes[0].width = 300;
  hs_page_cache_want (cache, &wishes, wishes, 1);
  g_assert_nonnull (hs_page_cache_look_up (cache, N_PAGES - 1, 300, &exact));
  g_assert_false (exact);
  hs_test_wait (is_cache_idle, cache);
  hs_page_cache_look_up (cache, N_PAGES - 1, 300, &exact);
  g_assert_true (exact);
  g_assert_finalize_object (cache);
}

/* Given scrolling faster than rendering, then what is out of sight is given up and the last comes. */
static void
test_scroll_away (void)
{
  g_autoptr (HsDocument) document = open_pdf (N_PAGES);
  HsPageCache *cache;
  gboolean exact;

  if (document == NULL)
    return;
  cache = hs_page_cache_new (document, SMALL_BUDGET);
  for (guint i = 0; i < N_PAGES; i++)
    {
      HsPageWish wish = { i, 800 };

      hs_page_cache_want (cache, cache, &wish, 1);
    }
  hs_test_wait (is_cache_idle, cache);
  hs_page_cache_look_up (cache, N_PAGES - 1, 800, &exact);
  g_assert_true (exact);
  g_assert_null (hs_page_cache_look_up (cache, N_PAGES / 2, 800, NULL));
  g_assert_finalize_object (cache);
}

typedef struct
{
  GtkWidget *window;
  GtkWidget *view;
} Shown;

static Shown
show_view (void)
{
  Shown shown = { gtk_window_new (), hs_document_view_new () };

  gtk_window_set_default_size (GTK_WINDOW (shown.window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (shown.window), shown.view);
  gtk_window_present (GTK_WINDOW (shown.window));
  return shown;
}

static const char *
get_stack_page (Shown *shown)
{
  GtkWidget *stack = display_test_find (shown->view, GTK_TYPE_STACK);

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static gboolean
has_answer (gpointer data)
{
  return !g_str_equal (get_stack_page (data), "opening");
}

/* The column of pages comes after the one of thumbnails. */
static HsPageColumn *
find_pages (GtkWidget *widget)
{
  HsPageColumn *found = HS_IS_PAGE_COLUMN (widget) ? HS_PAGE_COLUMN (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HsPageColumn *below = find_pages (child);

      if (below != NULL)
        found = below;
    }
  return found;
}

static gboolean
is_at_third (gpointer data)
{
  return hs_page_column_get_current_page (data) == 2;
}

static gboolean
is_fitted (gpointer data)
{
  double zoom = hs_page_column_get_zoom (data);

  return hs_page_column_get_zoom_mode (data) == HS_ZOOM_FIT_WIDTH && zoom > 0.3 && zoom < 0.8;
}

/* Pages, zoom, rotation, paging. */
static void
test_view (void)
{
  g_autoptr (GBytes) bytes = make_pdf (5);
  g_autoptr (HsDocument) probe = open_pdf (1);
  Shown shown;
  HsPageColumn *pages;

  if (probe == NULL)
    return;
  shown = show_view ();
  hs_document_view_load (HS_DOCUMENT_VIEW (shown.view), world, bytes, "Giấy chứng sinh");
  hs_test_wait (has_answer, &shown);
  g_assert_cmpstr (get_stack_page (&shown), ==, "document");
  pages = find_pages (shown.view);
  /* 842 points across fit into 800 pixels less the thumbnails */
  hs_test_wait (is_fitted, pages);
  gtk_widget_activate_action (shown.view, "document.zoom", "s", "400");
  g_assert_cmpfloat_with_epsilon (hs_page_column_get_zoom (pages), 4.0, 0.001);
  gtk_widget_activate_action (shown.view, "document.zoom-in", NULL);
  g_assert_cmpfloat_with_epsilon (hs_page_column_get_zoom (pages), 4.0, 0.001);
  gtk_widget_activate_action (shown.view, "document.zoom", "s", "100");
  gtk_widget_activate_action (shown.view, "document.rotate", NULL);
  g_assert_cmpuint (hs_page_column_get_rotation (pages), ==, 1);
  gtk_test_widget_wait_for_draw (shown.view);
  gtk_widget_activate_action (shown.view, "document.next-page", NULL);
  gtk_widget_activate_action (shown.view, "document.next-page", NULL);
  hs_test_wait (is_at_third, pages);
  g_assert_true (
    gtk_test_accessible_has_property (GTK_ACCESSIBLE (pages), GTK_ACCESSIBLE_PROPERTY_LABEL));
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

/* Bad documents are said, not shown; another document may follow. */
static void
test_bad_documents (void)
{
  static const struct
  {
    const char *text;
    gsize length;
  } cases[] = {
    { "", 0 },
    { "MZ\x90\x00 not a document", sizeof "MZ\x90\x00 not a document" - 1 },
    { "%PDF-1.7\n1 0 obj\n<< /Type /Catalog", sizeof "%PDF-1.7\n1 0 obj\n<< /Type /Catalog" - 1 },
  };
  Shown shown = show_view ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, cases[i].length);

      hs_document_view_load (HS_DOCUMENT_VIEW (shown.view), world, bytes, "x");
      hs_test_wait (has_answer, &shown);
      g_assert_cmpstr (get_stack_page (&shown), ==, "error");
      g_assert_null (hs_document_view_get_document (HS_DOCUMENT_VIEW (shown.view)));
    }
  gtk_window_destroy (GTK_WINDOW (shown.window));
}

/* A view that goes while its document is being opened leaves nothing behind. */
static void
test_closed_while_opening (void)
{
  g_autoptr (GBytes) bytes = make_pdf (3);
  Shown shown = show_view ();
  gpointer view = shown.view;

  g_object_add_weak_pointer (G_OBJECT (view), &view);
  hs_document_view_load (HS_DOCUMENT_VIEW (shown.view), world, bytes, "x");
  gtk_window_destroy (GTK_WINDOW (shown.window));
  while (view != NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  int status;

  if (!display_test_init (&argc, &argv))
    return 0;
  world = hs_test_world_new ();
  g_test_add_func ("/preview/budget", test_budget);
  g_test_add_func ("/preview/scroll-away", test_scroll_away);
  g_test_add_func ("/preview/view", test_view);
  g_test_add_func ("/preview/bad-documents", test_bad_documents);
  g_test_add_func ("/preview/closed-while-opening", test_closed_while_opening);
  status = g_test_run ();
  hs_test_world_free (world);
  return status;
}
