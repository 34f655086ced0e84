/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the pages of a document and scrolls them. One widget for all pages: 500 pages cost 500 numbers. */
#define G_LOG_DOMAIN "hoso"

#include "preview/hs-page-column.h"

#include "compat/hs-colors.h"
#include "preview/hs-page-layout.h"

#include <math.h>

#define GAP HS_PAGE_GAP
#define AHEAD 1 /* pages rendered beyond what is in sight */

struct _HsPageColumn
{
  GtkWidget parent_instance;
  HsPageCache *cache;        /* (owned) (nullable) */
  GtkAdjustment *horizontal; /* (owned) (nullable) */
  GtkAdjustment *vertical;   /* (owned) (nullable) */
  HsPageLayout layout;       /* (owned) its tops */
  HsZoomMode mode;
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

static void
set_zoom_value (HsPageColumn *self, double zoom)
{
  if (fabs (self->layout.zoom - zoom) < 0.0005)
    return;
  self->layout.zoom = zoom;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ZOOM]);
}

static void
lay_out (HsPageColumn *self)
{
  if (!self->layout.thumbnails && self->mode != HS_ZOOM_FREE && self->view_width > 2 * GAP)
    set_zoom_value (self,
                    hs_page_layout_fit (&self->layout, self->view_width,
                                        self->mode == HS_ZOOM_FIT_PAGE ? self->view_height : 0));
  hs_page_layout_update (&self->layout);
  gtk_widget_queue_resize (GTK_WIDGET (self));
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
  hs_page_layout_get_size (&self->layout, page, &w, &h);
  return (guint) CLAMP ((self->layout.rotation % 2 == 0 ? w : h) * factor, 1, 4096);
}

static void
add_wish (HsPageColumn *self, GArray *wishes, gint64 page)
{
  HsPageWish wish;

  if (page < 0 || page >= (gint64) self->layout.n_pages)
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
  if (self->layout.n_pages > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      get_sight (self, &top, &bottom);
      first = hs_page_layout_page_at (&self->layout, top);
      last = hs_page_layout_page_at (&self->layout, bottom);
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
  if (!self->layout.thumbnails && self->layout.n_pages > 0 && self->keep_idle == 0)
    {
      guint page = hs_page_layout_page_at (&self->layout, top + (bottom - top) / 3);

      /* at the very end the last page is the current one, however short */
      if (self->layout.tops[self->layout.n_pages] - bottom < 1)
        page = self->layout.n_pages - 1;
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
  if (page < self->layout.n_pages)
    {
      double fraction = self->keep_place - page;

      scroll_to (self, self->layout.tops[page] +
                         fraction * (self->layout.tops[page + 1] - self->layout.tops[page]) - GAP);
    }
  scrolled_cb (self);
  return G_SOURCE_REMOVE;
}

/* After a change of size the same place of the same page stays at the top. */
static void
lay_out_keeping_place (HsPageColumn *self)
{
  double top, bottom;

  if (self->keep_idle == 0 && self->layout.n_pages > 0 && self->layout.tops != NULL)
    {
      guint page;
      double height;

      get_sight (self, &top, &bottom);
      page = hs_page_layout_page_at (&self->layout, top + GAP);
      height = self->layout.tops[page + 1] - self->layout.tops[page];
      self->keep_place =
        page + CLAMP ((top + GAP - self->layout.tops[page]) / MAX (height, 1), 0, 0.999);
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
  if (changed && !self->layout.thumbnails && self->mode != HS_ZOOM_FREE)
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
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((float) floor (x + (width - w) / 2),
                                    (float) floor (y + (HS_PAGE_LABEL_HEIGHT - h) / 2.0)));
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
  double width, height, x, y = self->layout.tops[page];
  GdkTexture *texture = hs_page_cache_look_up (self->cache, page, wish_width (self, page), NULL);
  graphene_rect_t area, upright;

  hs_page_layout_get_size (&self->layout, page, &width, &height);
  x = MAX (GAP, floor ((gtk_widget_get_width (GTK_WIDGET (self)) - width) / 2));
  area = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
  gtk_snapshot_append_color (snapshot, &white, &area);
  if (texture != NULL)
    {
      gboolean turned = self->layout.rotation % 2 != 0;

      upright = turned ? GRAPHENE_RECT_INIT ((float) -height / 2, (float) -width / 2,
                                             (float) height, (float) width)
                       : GRAPHENE_RECT_INIT ((float) -width / 2, (float) -height / 2, (float) width,
                                             (float) height);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (
        snapshot, &GRAPHENE_POINT_INIT ((float) (x + width / 2), (float) (y + height / 2)));
      gtk_snapshot_rotate (snapshot, 90.0f * (float) self->layout.rotation);
      gtk_snapshot_append_texture (snapshot, texture, &upright);
      gtk_snapshot_restore (snapshot);
    }
  if (!self->layout.thumbnails)
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

  if (self->layout.n_pages == 0 || self->cache == NULL || self->layout.tops == NULL)
    return;
  get_sight (self, &top, &bottom);
  for (guint i = hs_page_layout_page_at (&self->layout, top);
       i < self->layout.n_pages && self->layout.tops[i] <= bottom; i++)
    draw_page (self, snapshot, i);
}

static void
hs_page_column_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  HsPageColumn *self = HS_PAGE_COLUMN (widget);
  double size;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    size = self->layout.tops != NULL ? self->layout.tops[self->layout.n_pages] : 0;
  else if (self->layout.thumbnails)
    size = HS_PAGE_THUMBNAIL + 2 * GAP;
  else /* a fitted page never asks for more than it was fitted to */
    size = self->mode == HS_ZOOM_FREE ? self->layout.widest + 2 * GAP : 1;
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
  if (self->layout.n_pages == 0)
    return FALSE;
  *page = hs_page_layout_page_at (&self->layout, y);
  return TRUE;
}

static void
released_cb (HsPageColumn *self, int n_press, double x, double y)
{
  guint page;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!self->layout.thumbnails || !page_at_point (self, y, &page))
    return;
  hs_page_column_mark (self, page);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, page);
}

static gboolean
key_cb (HsPageColumn *self, guint keyval, guint code, GdkModifierType state)
{
  gint64 page = self->current;

  if (!self->layout.thumbnails || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
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
      page = (gint64) self->layout.n_pages - 1;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (page >= 0 && page < (gint64) self->layout.n_pages)
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
      g_value_set_double (value, self->layout.zoom);
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
  hs_page_layout_clear (&self->layout); /* it borrows the cache's document */
  g_clear_object (&self->horizontal);
  g_clear_object (&self->vertical);
  G_OBJECT_CLASS (hs_page_column_parent_class)->dispose (object);
}

static void
hs_page_column_class_init (HsPageColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hs_page_column_get_property;
  object_class->dispose = hs_page_column_dispose;
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

  self->layout.zoom = 1.0;
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
  self->layout.thumbnails = thumbnails;
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
  hs_page_layout_set_document (&self->layout,
                               cache != NULL ? hs_page_cache_get_document (cache) : NULL);
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
  return self->layout.zoom;
}

void
hs_page_column_set_rotation (HsPageColumn *self, guint quarters)
{
  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  self->layout.rotation = quarters % 4;
  lay_out_keeping_place (self);
}

guint
hs_page_column_get_rotation (HsPageColumn *self)
{
  g_return_val_if_fail (HS_IS_PAGE_COLUMN (self), 0);
  return self->layout.rotation;
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
  if (page >= self->layout.n_pages)
    return;
  scroll_to (self, self->layout.tops[page] - GAP);
  set_current (self, page);
}

void
hs_page_column_mark (HsPageColumn *self, guint page)
{
  double top, bottom;

  g_return_if_fail (HS_IS_PAGE_COLUMN (self));
  if (page >= self->layout.n_pages)
    return;
  set_current (self, page);
  get_sight (self, &top, &bottom);
  if (self->layout.tops[page] - GAP < top)
    scroll_to (self, self->layout.tops[page] - GAP);
  else if (self->layout.tops[page + 1] > bottom)
    scroll_to (self, self->layout.tops[page + 1] - (bottom - top));
}
