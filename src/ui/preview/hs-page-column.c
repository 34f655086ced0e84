/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out and draws the pages of a document. One widget for all pages: 500 pages cost 500 numbers. */
#define G_LOG_DOMAIN "hoso"

#include "preview/hs-page-column.h"

#include "compat/hs-colors.h"

#include <math.h>

#define GAP 12          /* pixels between and around pages */
#define LABEL_HEIGHT 24 /* pixels below a thumbnail */
#define THUMBNAIL_SIDE 110
#define PX_PER_POINT (96.0 / 72.0)
#define AHEAD 1 /* pages rendered beyond what is in sight */

struct _HsPageColumn
{
  GtkWidget parent_instance;
  HsPageCache *cache;        /* (owned) (nullable) */
  GtkAdjustment *horizontal; /* (owned) (nullable) */
  GtkAdjustment *vertical;   /* (owned) (nullable) */
  gboolean thumbnails;
  HsZoomMode mode;
  double zoom;    /* pixels per 1/96 inch */
  guint rotation; /* quarter turns */
  guint n_pages;
  double *tops;   /* (owned) n_pages + 1 offsets, pixels; the last is the height */
  double widest;  /* pixels */
  guint current;  /* page */
  int view_width; /* pixels, for the fitting modes */
  int view_height;
  guint layout_idle;  /* source that lays out for a new size, 0 none */
  guint keep_idle;    /* source that scrolls after a new layout, 0 none */
  double keep_across; /* fraction of the width that stays in the middle */
  double keep_place;  /* page + fraction that stays at the top */
};

typedef enum
{
  PROP_CURRENT_PAGE = 1,
  PROP_ZOOM
} HsPageColumnProperty;
static GParamSpec *props[PROP_ZOOM + 1];

typedef enum
{
  SIGNAL_ACTIVATED
} HsPageColumnSignal;
static guint signals[SIGNAL_ACTIVATED + 1];

G_DEFINE_FINAL_TYPE (HsPageColumn, hs_page_column, GTK_TYPE_WIDGET)

/* ---- geometry ---- */

static HsDocument *
get_document (HsPageColumn *self)
{
  return self->cache != NULL ? hs_page_cache_get_document (self->cache) : NULL;
}

/* The page as turned, in CSS pixels at zoom 1. */
static void
get_natural_size (HsPageColumn *self, guint page, double *width, double *height)
{
  HsDocument *document = get_document (self);
  const HsPageSize *size = document != NULL ? hs_document_get_page_size (document, page) : NULL;
  double w = size != NULL && size->width > 1 ? size->width : 595;
  double h = size != NULL && size->height > 1 ? size->height : 842;

  *width = (self->rotation % 2 == 0 ? w : h) * PX_PER_POINT;
  *height = (self->rotation % 2 == 0 ? h : w) * PX_PER_POINT;
}

/* Thumbnails are each fitted; pages share the zoom. */
static double
get_scale (HsPageColumn *self, guint page)
{
  double w, h;

  if (!self->thumbnails)
    return self->zoom;
  get_natural_size (self, page, &w, &h);
  return THUMBNAIL_SIDE / MAX (w, h);
}

static void
get_size (HsPageColumn *self, guint page, double *width, double *height)
{
  double scale = get_scale (self, page);

  get_natural_size (self, page, width, height);
  *width = MAX (1, round (*width * scale));
  *height = MAX (1, round (*height * scale));
}

static double
fit_zoom (HsPageColumn *self)
{
  double widest = 1, tallest = 1, zoom;

  for (guint i = 0; i < self->n_pages; i++)
    {
      double w, h;

      get_natural_size (self, i, &w, &h);
      widest = MAX (widest, w);
      tallest = MAX (tallest, h);
    }
  zoom = (self->view_width - 2 * GAP) / widest;
  if (self->mode == HS_ZOOM_FIT_PAGE)
    zoom = MIN (zoom, (self->view_height - 2 * GAP) / tallest);
  return CLAMP (zoom, 0.05, HS_ZOOM_MAX);
}

static void
set_zoom_value (HsPageColumn *self, double zoom)
{
  if (fabs (self->zoom - zoom) < 0.0005)
    return;
  self->zoom = zoom;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
}

static void
lay_out (HsPageColumn *self)
{
  double top = GAP;

  if (!self->thumbnails && self->mode != HS_ZOOM_FREE && self->view_width > 2 * GAP)
    set_zoom_value (self, fit_zoom (self));
  g_free (self->tops);
  self->tops = g_new0 (double, self->n_pages + 1);
  self->widest = 0;
  for (guint i = 0; i < self->n_pages; i++)
    {
      double w, h;

      get_size (self, i, &w, &h);
      self->tops[i] = top;
      self->widest = MAX (self->widest, w);
      top += h + GAP + (self->thumbnails ? LABEL_HEIGHT : 0);
    }
  self->tops[self->n_pages] = top;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* The page at a height: the last whose top is above it. */
static guint
page_at (HsPageColumn *self, double y)
{
  guint low = 0, high = self->n_pages;

  while (low + 1 < high)
    {
      guint middle = (low + high) / 2;

      if (self->tops[middle] <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static void
get_sight (HsPageColumn *self, double *top, double *bottom)
{
  *top = self->vertical != NULL ? gtk_adjustment_get_value (self->vertical) : 0;
  *bottom = *top + (self->vertical != NULL ? gtk_adjustment_get_page_size (self->vertical) : 0);
}

/* ---- what the cache should hold ---- */

static guint
wish_width (HsPageColumn *self, guint page)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double w, h;

  /* the helper renders upright pages; a turned one is as wide as it is drawn high */
  get_size (self, page, &w, &h);
  return (guint) CLAMP ((self->rotation % 2 == 0 ? w : h) * factor, 1, 4096);
}

static void
add_wish (HsPageColumn *self, GArray *wishes, gint64 page)
{
  HsPageWish wish;

  if (page < 0 || page >= (gint64) self->n_pages)
    return;
  wish.page = (guint) page;
  wish.width = wish_width (self, wish.page);
  g_array_append_val (wishes, wish);
}

static void
update_wishes (HsPageColumn *self)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (HsPageWish));
  double top, bottom;
  guint first, last;

  if (self->cache == NULL)
    return;
  if (self->n_pages > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      get_sight (self, &top, &bottom);
      first = page_at (self, top);
      last = page_at (self, bottom);
      for (guint i = first; i <= last; i++)
        add_wish (self, wishes, i);
      for (guint i = 1; i <= AHEAD; i++)
        {
          add_wish (self, wishes, (gint64) last + i);
          add_wish (self, wishes, (gint64) first - i);
        }
    }
  hs_page_cache_want (self->cache, self, (const HsPageWish *) (gpointer) wishes->data, wishes->len);
}

static void
set_current (HsPageColumn *self, guint page)
{
  if (self->current == page)
    return;
  self->current = page;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENT_PAGE]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
scrolled_cb (HsPageColumn *self)
{
  double top, bottom;

  get_sight (self, &top, &bottom);
  if (!self->thumbnails && self->n_pages > 0 && self->keep_idle == 0)
    {
      guint page = page_at (self, top + (bottom - top) / 3);

      /* at the very end the last page is the current one, however short */
      if (self->tops[self->n_pages] - bottom < 1)
        page = self->n_pages - 1;
      if (top < 1)
        page = 0;
      set_current (self, page);
    }
  update_wishes (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- scrolling ---- */

static void
scroll_to (HsPageColumn *self, double y)
{
  if (self->vertical != NULL)
    gtk_adjustment_set_value (self->vertical, y);
}

static gboolean
keep_place_cb (gpointer data)
{
  HsPageColumn *self = data;
  guint page = (guint) self->keep_place;

  self->keep_idle = 0;
  if (page < self->n_pages)
    {
      double fraction = self->keep_place - page;

      scroll_to (self,
                 self->tops[page] + fraction * (self->tops[page + 1] - self->tops[page]) - GAP);
    }
  scrolled_cb (self);
  return G_SOURCE_REMOVE;
}

/* After a change of size the same place of the same page stays at the top. */
static void
lay_out_keeping_place (HsPageColumn *self)
{
  double top, bottom;

  if (self->keep_idle == 0 && self->n_pages > 0 && self->tops != NULL)
    {
      guint page;
      double height;

      get_sight (self, &top, &bottom);
      page = page_at (self, top + GAP);
      height = self->tops[page + 1] - self->tops[page];
      self->keep_place = page + CLAMP ((top + GAP - self->tops[page]) / MAX (height, 1), 0, 0.999);
      self->keep_across = 0.5;
      if (self->horizontal != NULL && gtk_adjustment_get_upper (self->horizontal) > 1)
        self->keep_across = (gtk_adjustment_get_value (self->horizontal) +
                             gtk_adjustment_get_page_size (self->horizontal) / 2) /
                            gtk_adjustment_get_upper (self->horizontal);
      self->keep_idle = g_timeout_add (30, keep_place_cb, self); /* after the allocation */
    }
  lay_out (self);
  update_wishes (self);
}

static gboolean
fit_cb (gpointer data)
{
  HsPageColumn *self = data;
  int width = self->horizontal != NULL ? (int) gtk_adjustment_get_page_size (self->horizontal) : 0;
  int height = self->vertical != NULL ? (int) gtk_adjustment_get_page_size (self->vertical) : 0;
  gboolean changed =
    width != self->view_width || (self->mode == HS_ZOOM_FIT_PAGE && height != self->view_height);

  self->layout_idle = 0;
  self->view_width = width;
  self->view_height = height;
  if (changed && !self->thumbnails && self->mode != HS_ZOOM_FREE)
    lay_out_keeping_place (self);
  else
    update_wishes (self);
  return G_SOURCE_REMOVE;
}

/* Comes in the middle of an allocation, which must not ask for another one. */
static void
page_size_cb (HsPageColumn *self)
{
  if (self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

/* ---- drawing ---- */

static void
draw_number (HsPageColumn *self, GtkSnapshot *snapshot, guint page, double x, double y,
             double width)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), number);
  GdkRGBA color = hs_color_text (GTK_WIDGET (self));
  int w, h;

  pango_layout_get_pixel_size (layout, &w, &h);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) floor (x + (width - w) / 2),
                                                (float) floor (y + (LABEL_HEIGHT - h) / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_mark (HsPageColumn *self, GtkSnapshot *snapshot, const graphene_rect_t *area)
{
  GdkRGBA color = hs_color_named (GTK_WIDGET (self), "accent_color");
  graphene_rect_t outer = *area;
  GskRoundedRect outline;
  const float widths[4] = { 3, 3, 3, 3 };

  graphene_rect_inset (&outer, -4, -4);
  gsk_rounded_rect_init_from_rect (&outline, &outer, 4);
  gtk_snapshot_append_border (snapshot, &outline, widths,
                              (const GdkRGBA[4]){ color, color, color, color });
}

static void
draw_page (HsPageColumn *self, GtkSnapshot *snapshot, guint page)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  double width, height, x, y = self->tops[page];
  GdkTexture *texture = hs_page_cache_look_up (self->cache, page, wish_width (self, page), NULL);
  graphene_rect_t area, upright;

  get_size (self, page, &width, &height);
  x = MAX (GAP, floor ((gtk_widget_get_width (GTK_WIDGET (self)) - width) / 2));
  area = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
  gtk_snapshot_append_color (snapshot, &white, &area);
  if (texture != NULL)
    {
      gboolean turned = self->rotation % 2 != 0;

      upright = turned ? GRAPHENE_RECT_INIT ((float) -height / 2, (float) -width / 2,
                                             (float) height, (float) width)
                       : GRAPHENE_RECT_INIT ((float) -width / 2, (float) -height / 2, (float) width,
                                             (float) height);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (
        snapshot, &GRAPHENE_POINT_INIT ((float) (x + width / 2), (float) (y + height / 2)));
      gtk_snapshot_rotate (snapshot, 90.0f * (float) self->rotation);
      gtk_snapshot_append_texture (snapshot, texture, &upright);
      gtk_snapshot_restore (snapshot);
    }
  if (!self->thumbnails)
    return;
  draw_number (self, snapshot, page, x, y + height, width);
  if (page == self->current)
    draw_mark (self, snapshot, &area);
}

static void
hs_page_column_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  HsPageColumn *self = HS_PAGE_COLUMN (widget);
  double top, bottom;

  if (self->n_pages == 0 || self->cache == NULL || self->tops == NULL)
    return;
  get_sight (self, &top, &bottom);
  for (guint i = page_at (self, top); i < self->n_pages && self->tops[i] <= bottom; i++)
    draw_page (self, snapshot, i);
}

static void
hs_page_column_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  HsPageColumn *self = HS_PAGE_COLUMN (widget);
  double size;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    size = self->tops != NULL ? self->tops[self->n_pages] : 0;
  else if (self->thumbnails)
    size = THUMBNAIL_SIDE + 2 * GAP;
  else /* a fitted page never asks for more than it was fitted to */
    size = self->mode == HS_ZOOM_FREE ? self->widest + 2 * GAP : 1;
  *minimum = *natural = (int) ceil (size);
}

static void
map_cb (HsPageColumn *self)
{
  update_wishes (self);
}

/* ---- input ---- */

static gboolean
page_at_point (HsPageColumn *self, double y, guint *page)
{
  if (self->n_pages == 0)
    return FALSE;
  *page = page_at (self, y);
  return TRUE;
}

static void
released_cb (HsPageColumn *self, int n_press, double x, double y)
{
  guint page;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!self->thumbnails || !page_at_point (self, y, &page))
    return;
  hs_page_column_mark (self, page);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, page);
}

static gboolean
key_cb (HsPageColumn *self, guint keyval, guint code, GdkModifierType state)
{
  gint64 page = self->current;

  if (!self->thumbnails || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Left:
    case GDK_KEY_Page_Up:
      page--;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_Right:
    case GDK_KEY_Page_Down:
      page++;
      break;
    case GDK_KEY_Home:
      page = 0;
      break;
    case GDK_KEY_End:
      page = (gint64) self->n_pages - 1;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (page >= 0 && page < (gint64) self->n_pages)
    {
      hs_page_column_mark (self, (guint) page);
      g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, (guint) page);
    }
  return GDK_EVENT_STOP;
}

/* ---- object ---- */

static void
hs_page_column_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HsPageColumn *self = HS_PAGE_COLUMN (object);

  switch ((HsPageColumnProperty) id)
    {
    case PROP_CURRENT_PAGE:
      g_value_set_uint (value, self->current);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hs_page_column_dispose (GObject *object)
{
  HsPageColumn *self = HS_PAGE_COLUMN (object);

  g_clear_handle_id (&self->layout_idle, g_source_remove);
  g_clear_handle_id (&self->keep_idle, g_source_remove);
  if (self->cache != NULL)
    hs_page_cache_want (self->cache, self, NULL, 0);
  g_clear_object (&self->cache);
  g_clear_object (&self->horizontal);
  g_clear_object (&self->vertical);
  G_OBJECT_CLASS (hs_page_column_parent_class)->dispose (object);
}

static void
hs_page_column_finalize (GObject *object)
{
  g_free (HS_PAGE_COLUMN (object)->tops);
  G_OBJECT_CLASS (hs_page_column_parent_class)->finalize (object);
}

static void
hs_page_column_class_init (HsPageColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hs_page_column_get_property;
  object_class->dispose = hs_page_column_dispose;
  object_class->finalize = hs_page_column_finalize;
  widget_class->snapshot = hs_page_column_snapshot;
  widget_class->measure = hs_page_column_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  props[PROP_CURRENT_PAGE] = g_param_spec_uint ("current-page", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, HS_ZOOM_MAX, 1.0,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[SIGNAL_ACTIVATED] =
    g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hs_page_column_init (HsPageColumn *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->zoom = 1.0;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (map_cb), NULL);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
hs_page_column_set_thumbnails (HsPageColumn *self, gboolean thumbnails)
{
  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  self->thumbnails = thumbnails;
  lay_out (self);
}

void
hs_page_column_set_cache (HsPageColumn *self, HsPageCache *cache)
{
  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  if (self->cache != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->cache, self);
      hs_page_cache_want (self->cache, self, NULL, 0);
    }
  g_set_object (&self->cache, cache);
  self->n_pages = cache != NULL ? hs_document_get_n_pages (hs_page_cache_get_document (cache)) : 0;
  self->rotation = 0;
  if (cache != NULL)
    g_signal_connect_object (cache, "page-ready", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
  lay_out (self);
  scroll_to (self, 0);
  set_current (self, 0);
  update_wishes (self);
}

void
hs_page_column_set_adjustments (HsPageColumn *self, GtkAdjustment *horizontal,
                                GtkAdjustment *vertical)
{
  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  g_set_object (&self->horizontal, horizontal);
  g_set_object (&self->vertical, vertical);
  g_signal_connect_object (vertical, "value-changed", G_CALLBACK (scrolled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (horizontal, "notify::page-size", G_CALLBACK (page_size_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (vertical, "notify::page-size", G_CALLBACK (page_size_cb), self,
                           G_CONNECT_SWAPPED);
}

void
hs_page_column_set_zoom (HsPageColumn *self, HsZoomMode mode, double zoom)
{
  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  self->mode = mode;
  if (mode == HS_ZOOM_FREE)
    set_zoom_value (self, CLAMP (zoom, HS_ZOOM_MIN, HS_ZOOM_MAX));
  lay_out_keeping_place (self);
}

HsZoomMode
hs_page_column_get_zoom_mode (HsPageColumn *self)
{
  g_return_val_if_fail (HS_IS_PAGE_COLUMN (self), HS_ZOOM_FIT_WIDTH);
  return self->mode;
}

double
hs_page_column_get_zoom (HsPageColumn *self)
{
  g_return_val_if_fail (HS_IS_PAGE_COLUMN (self), 1);
  return self->zoom;
}

void
hs_page_column_set_rotation (HsPageColumn *self, guint quarters)
{
  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  self->rotation = quarters % 4;
  lay_out_keeping_place (self);
}

guint
hs_page_column_get_rotation (HsPageColumn *self)
{
  g_return_val_if_fail (HS_IS_PAGE_COLUMN (self), 0);
  return self->rotation;
}

guint
hs_page_column_get_current_page (HsPageColumn *self)
{
  g_return_val_if_fail (HS_IS_PAGE_COLUMN (self), 0);
  return self->current;
}

void
hs_page_column_go_to (HsPageColumn *self, guint page)
{
  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  if (page >= self->n_pages)
    return;
  scroll_to (self, self->tops[page] - GAP);
  set_current (self, page);
}

void
hs_page_column_mark (HsPageColumn *self, guint page)
{
  double top, bottom;

  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  if (page >= self->n_pages)
    return;
  set_current (self, page);
  get_sight (self, &top, &bottom);
  if (self->tops[page] - GAP < top)
    scroll_to (self, self->tops[page] - GAP);
  else if (self->tops[page + 1] > bottom)
    scroll_to (self, self->tops[page + 1] - (bottom - top));
}
