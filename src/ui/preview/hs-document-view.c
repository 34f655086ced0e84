/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preview of one document: opens it in the helper, then pages, thumbnails and facts in words. */
#define G_LOG_DOMAIN "hoso"

#include "preview/hs-document-view.h"
#include "compat/hs-accessible.h"

#include "app/hs-error-words.h"
#include "app/hs-sentences.h"
#include "preview/hs-page-column.h"

#include <glib/gi18n.h>

#define BUDGET (128 * 1024 * 1024) /* bytes of pixels, spec-documents.md "Preview" */
#define ZOOM_STEP 1.25

struct _HsDocumentView
{
  AdwBin parent_instance;
  HsWorld *world;            /* (owned) (nullable) of the document shown */
  GBytes *bytes;             /* (owned) (nullable) the same */
  char *name;                /* (owned) (nullable) the same */
  HsDocument *document;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) the opening under way */
  gboolean tried;            /* a password was tried and was wrong */
  gboolean compact;

  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *error_page;
  GtkWidget *password_box;
  GtkEditable *password_entry;
  GtkLabel *page_label;
  GtkMenuButton *zoom_button;
  GtkLabel *warning_label;
  GtkScrolledWindow *thumbnail_scroller;
  GtkWidget *thumbnail_separator;
  HsPageColumn *thumbnails;
  GtkScrolledWindow *scroller;
  HsPageColumn *pages;
};

typedef enum
{
  PROP_DOCUMENT = 1
} HsDocumentViewProperty;
static GParamSpec *props[PROP_DOCUMENT + 1];

G_DEFINE_FINAL_TYPE (HsDocumentView, hs_document_view, ADW_TYPE_BIN)

static void open_document (HsDocumentView *self, const char *password);

/* ---- words ---- */

static char *
describe_warnings (HsDocumentWarnings warnings)
{
  const char *coarse = "", *program = "", *files = "";

  if ((warnings & HS_DOCUMENT_WARNING_LOW_RESOLUTION) != 0)
    coarse = _ ("The picture is coarse (under 150 dpi); small letters may be unreadable.");
  if ((warnings & HS_DOCUMENT_WARNING_JAVASCRIPT) != 0)
    program = _ ("The document contains a program; it is not run here.");
  if ((warnings & HS_DOCUMENT_WARNING_EMBEDDED_FILES) != 0)
    files = _ ("The document contains other files; they are not shown here.");
  return hs_sentences (coarse, program, files, NULL);
}

static void
update_words (HsDocumentView *self)
{
  guint page = hs_page_column_get_current_page (self->pages) + 1;
  guint n_pages = hs_document_get_n_pages (self->document);
  g_autofree char *size = hs_size_text (g_bytes_get_size (self->bytes));
  g_autofree char *label = g_strdup_printf (_ ("Page %u of %u · %s"), page, n_pages, size);
  g_autofree char *warnings = describe_warnings (hs_document_get_warnings (self->document));
  g_autofree char *spoken =
    hs_sentences (self->name != NULL ? self->name : "", label, warnings, NULL);
  g_autofree char *strip = g_strdup_printf (_ ("Page thumbnails, page %u of %u"), page, n_pages);

  gtk_label_set_label (self->page_label, label);
  gtk_label_set_label (self->warning_label, warnings);
  gtk_widget_set_visible (GTK_WIDGET (self->warning_label), *warnings != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pages), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->thumbnails), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  strip, -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "document.previous-page", page > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "document.next-page", page < n_pages);
}

static void
page_cb (HsDocumentView *self)
{
  if (self->document == NULL)
    return;
  hs_page_column_mark (self->thumbnails, hs_page_column_get_current_page (self->pages));
  update_words (self);
}

static void
zoom_cb (HsDocumentView *self)
{
  double zoom = hs_page_column_get_zoom (self->pages);
  g_autofree char *percent = g_strdup_printf ("%.0f %%", zoom * 100);
  g_autofree char *spoken = g_strdup_printf (_ ("Zoom, now %s"), percent);

  gtk_menu_button_set_label (self->zoom_button, percent);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->zoom_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "document.zoom-in", zoom < HS_ZOOM_MAX - 0.001);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "document.zoom-out",
                                 zoom > HS_ZOOM_MIN + 0.001);
}

/* ---- opening ---- */

static void
set_document (HsDocumentView *self, HsDocument *document)
{
  g_autoptr (HsPageCache) cache = document != NULL ? hs_page_cache_new (document, BUDGET) : NULL;
  gboolean several = document != NULL && hs_document_get_n_pages (document) > 1;

  g_set_object (&self->document, document);
  hs_page_column_set_cache (self->pages, cache);
  hs_page_column_set_cache (self->thumbnails, cache);
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail_scroller), several && !self->compact);
  gtk_widget_set_visible (self->thumbnail_separator, several && !self->compact);
  if (document != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "document");
      hs_page_column_set_zoom (self->pages, HS_ZOOM_FIT_WIDTH, 1);
      update_words (self);
      zoom_cb (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOCUMENT]);
}

static void
show_error (HsDocumentView *self, const GError *error)
{
  gboolean locked = g_error_matches (error, HS_DOCUMENT_ERROR, HS_DOCUMENT_ERROR_ENCRYPTED);
  HsErrorWords words = hs_error_words (error);
  g_autofree char *text = hs_sentences (words.body, words.next, NULL);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_debug ("preview: %s", error->message);
  gtk_spinner_stop (self->spinner);
  adw_status_page_set_title (
    self->error_page, locked && self->tried ? _ ("The password is not right") : words.heading);
  adw_status_page_set_description (self->error_page, escaped);
  gtk_widget_set_visible (self->password_box, locked);
  gtk_editable_set_text (self->password_entry, "");
  gtk_stack_set_visible_child_name (self->stack, "error");
  if (locked)
    gtk_widget_grab_focus (GTK_WIDGET (self->password_entry));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HsDocumentView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsDocument) document = hs_document_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* replaced by another document, or closed */
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  if (document != NULL)
    set_document (self, document);
  else
    show_error (self, error);
}

static void
open_document (HsDocumentView *self, const char *password)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "opening");
  hs_document_open_async (self->world, self->bytes, password, self->cancellable, opened_cb,
                          g_object_ref (self));
}

static void
password_cb (HsDocumentView *self)
{
  g_autofree char *password = g_strdup (gtk_editable_get_text (self->password_entry));

  if (*password == '\0')
    return;
  self->tried = TRUE;
  open_document (self, password);
}

static void
thumbnail_cb (HsDocumentView *self, guint page)
{
  hs_page_column_go_to (self->pages, page);
}

/* ---- actions ---- */

static void
zoom_to (HsDocumentView *self, double zoom)
{
  hs_page_column_set_zoom (self->pages, HS_ZOOM_FREE, zoom);
}

static void
zoom_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (widget);

  zoom_to (self, hs_page_column_get_zoom (self->pages) * ZOOM_STEP);
}

static void
zoom_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (widget);

  zoom_to (self, hs_page_column_get_zoom (self->pages) / ZOOM_STEP);
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (widget);
  const char *target = g_variant_get_string (parameter, NULL);

  if (g_str_equal (target, "width"))
    hs_page_column_set_zoom (self->pages, HS_ZOOM_FIT_WIDTH, 1);
  else if (g_str_equal (target, "page"))
    hs_page_column_set_zoom (self->pages, HS_ZOOM_FIT_PAGE, 1);
  else
    zoom_to (self, g_ascii_strtod (target, NULL) / 100);
}

static void
rotate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (widget);
  guint quarters = hs_page_column_get_rotation (self->pages) + 1;

  hs_page_column_set_rotation (self->pages, quarters);
  hs_page_column_set_rotation (self->thumbnails, quarters);
}

static void
next_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (widget);

  hs_page_column_go_to (self->pages, hs_page_column_get_current_page (self->pages) + 1);
}

static void
previous_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (widget);
  guint page = hs_page_column_get_current_page (self->pages);

  if (page > 0)
    hs_page_column_go_to (self->pages, page - 1);
}

/* ---- object ---- */

static void
hs_document_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_DOCUMENT)
    g_value_set_object (value, HS_DOCUMENT_VIEW (object)->document);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static gboolean
hs_document_view_grab_focus (GtkWidget *widget)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (widget);

  if (self->document != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (self->pages));
  /* not child_focus(), which comes back here */
  return gtk_widget_get_mapped (self->password_box) &&
         gtk_widget_grab_focus (GTK_WIDGET (self->password_entry));
}

static void
hs_document_view_dispose (GObject *object)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hs_document_view_parent_class)->dispose (object);
}

static void
hs_document_view_finalize (GObject *object)
{
  HsDocumentView *self = HS_DOCUMENT_VIEW (object);

  g_clear_pointer (&self->world, hs_world_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  G_OBJECT_CLASS (hs_document_view_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Page_Down, 0, "document.next-page" },
    { GDK_KEY_KP_Page_Down, 0, "document.next-page" },
    { GDK_KEY_Page_Up, 0, "document.previous-page" },
    { GDK_KEY_KP_Page_Up, 0, "document.previous-page" },
    { GDK_KEY_plus, GDK_CONTROL_MASK, "document.zoom-in" },
    { GDK_KEY_equal, GDK_CONTROL_MASK, "document.zoom-in" },
    { GDK_KEY_KP_Add, GDK_CONTROL_MASK, "document.zoom-in" },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "document.zoom-out" },
    { GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "document.zoom-out" },
    { GDK_KEY_r, GDK_CONTROL_MASK, "document.rotate" },
  };

  gtk_widget_class_install_action (widget_class, "document.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (widget_class, "document.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (widget_class, "document.zoom", "s", zoom_action);
  gtk_widget_class_install_action (widget_class, "document.rotate", NULL, rotate_action);
  gtk_widget_class_install_action (widget_class, "document.next-page", NULL, next_page_action);
  gtk_widget_class_install_action (widget_class, "document.previous-page", NULL,
                                   previous_page_action);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, GDK_CONTROL_MASK, "document.zoom",
                                       "s", "width");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0, GDK_CONTROL_MASK,
                                       "document.zoom", "s", "width");
}

static void
hs_document_view_class_init (HsDocumentViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HS_TYPE_PAGE_COLUMN);
  object_class->get_property = hs_document_view_get_property;
  object_class->dispose = hs_document_view_dispose;
  object_class->finalize = hs_document_view_finalize;
  widget_class->grab_focus = hs_document_view_grab_focus;
  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, HS_TYPE_DOCUMENT,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/hosoapp/HoSo/preview/hs-document-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, stack);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, spinner);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, error_page);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, password_box);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, password_entry);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, page_label);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, zoom_button);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, warning_label);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, thumbnail_scroller);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, thumbnail_separator);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, thumbnails);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, scroller);
  gtk_widget_class_bind_template_child (widget_class, HsDocumentView, pages);
  gtk_widget_class_bind_template_callback (widget_class, password_cb);
  gtk_widget_class_bind_template_callback (widget_class, thumbnail_cb);
  install_actions (widget_class);
}

static void
hs_document_view_init (HsDocumentView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hs_accessible_follow_stack (GTK_STACK (self->stack));
  hs_page_column_set_thumbnails (self->thumbnails, TRUE);
  hs_page_column_set_adjustments (self->thumbnails,
                                  gtk_scrolled_window_get_hadjustment (self->thumbnail_scroller),
                                  gtk_scrolled_window_get_vadjustment (self->thumbnail_scroller));
  hs_page_column_set_adjustments (self->pages, gtk_scrolled_window_get_hadjustment (self->scroller),
                                  gtk_scrolled_window_get_vadjustment (self->scroller));
  g_signal_connect_object (self->pages, "notify::current-page", G_CALLBACK (page_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::zoom", G_CALLBACK (zoom_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
hs_document_view_new (void)
{
  return g_object_new (HS_TYPE_DOCUMENT_VIEW, NULL);
}

void
hs_document_view_load (HsDocumentView *self, HsWorld *world, GBytes *bytes, const char *name)
{
  g_return_if_fail (HS_IS_DOCUMENT_VIEW (self) && world != NULL && bytes != NULL);
  hs_document_view_clear (self);
  self->world = hs_world_ref (world);
  self->bytes = g_bytes_ref (bytes);
  self->name = g_strdup (name);
  self->tried = FALSE;
  open_document (self, NULL);
}

void
hs_document_view_show_error (HsDocumentView *self, const GError *error)
{
  g_return_if_fail (HS_IS_DOCUMENT_VIEW (self) && error != NULL);
  hs_document_view_clear (self);
  show_error (self, error);
  gtk_widget_set_visible (self->password_box, FALSE);
}

void
hs_document_view_clear (HsDocumentView *self)
{
  g_return_if_fail (HS_IS_DOCUMENT_VIEW (self));
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->document != NULL)
    set_document (self, NULL);
  g_clear_pointer (&self->world, hs_world_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->name, g_free);
  gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "opening");
}

HsDocument *
hs_document_view_get_document (HsDocumentView *self)
{
  g_return_val_if_fail (HS_IS_DOCUMENT_VIEW (self), NULL);
  return self->document;
}

void
hs_document_view_go_to (HsDocumentView *self, guint page)
{
  g_return_if_fail (HS_IS_DOCUMENT_VIEW (self));
  hs_page_column_go_to (self->pages, page);
}

void
hs_document_view_set_compact (HsDocumentView *self, gboolean compact)
{
  gboolean several;

  g_return_if_fail (HS_IS_DOCUMENT_VIEW (self));
  self->compact = compact;
  several = self->document != NULL && hs_document_get_n_pages (self->document) > 1;
  gtk_widget_set_visible (GTK_WIDGET (self->thumbnail_scroller), several && !compact);
  gtk_widget_set_visible (self->thumbnail_separator, several && !compact);
}
