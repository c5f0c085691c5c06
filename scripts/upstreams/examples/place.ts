// What the weather and the air are like somewhere, in the public APIs' own names, so that an answer is a selection and not a translation.

/** The values of one place, whether written by hand or drawn. */
export interface Place {
  /** Metres above the sea. */
  readonly elevation: number;
  /** A name of the time zone database. */
  readonly timezone: string;
  readonly weather: {
    /** °C. */
    readonly temperature_2m: number;
    /** °C. */
    readonly apparent_temperature: number;
    /** km/h. */
    readonly wind_speed_10m: number;
    /** A code of the World Meteorological Organization: 0 clear, 3 overcast, 61 light rain, 95 thunderstorm. */
    readonly weather_code: number;
  };
  readonly air: {
    /** European Air Quality Index: up to 20 good, over 100 extremely poor. */
    readonly european_aqi: number;
    /** μg/m³. */
    readonly pm10: number;
    /** μg/m³. */
    readonly pm2_5: number;
  };
}
